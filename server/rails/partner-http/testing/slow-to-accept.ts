import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

/** Runs in a thread of its own, which stands still until it is told: the kernel alone takes connections, and few. */
const code = `
const { parentPort, workerData } = require('node:worker_threads')
const gate = new Int32Array(workerData)
const server = require('node:http').createServer((_request, response) => response.end('late'))
server.listen(0, '127.0.0.1', 1, () => {
  parentPort.postMessage(server.address().port)
  Atomics.wait(gate, 0, 0)
})`

/** A server that does not answer to a connection at first: the kernel of the caller asks again after a second. */
export class SlowToAccept {
  readonly port: number
  readonly #thread: Worker
  readonly #gate: Int32Array
  readonly #queued: readonly Socket[]

  private constructor(port: number, thread: Worker, gate: Int32Array, queued: readonly Socket[]) {
    this.port = port
    this.#thread = thread
    this.#gate = gate
    this.#queued = queued
  }

  static async start(): Promise<SlowToAccept> {
    const shared = new SharedArrayBuffer(4)
    const thread = new Worker(code, { eval: true, workerData: shared })
    const [port] = (await once(thread, 'message')) as [number]
    // As many as its queue holds: the next one is not answered.
    const queued = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
    await Promise.all(queued.map(socket => once(socket, 'connect')))
    return new SlowToAccept(port, thread, new Int32Array(shared), queued)
  }

  /** It goes on after what runs now has asked for its connection, in vain: that takes no turn of the event loop. */
  acceptSoon(): void {
    setImmediate(() => setImmediate(() => this.#open()))
  }

  async stop(): Promise<void> {
    this.#open()
    await this.#thread.terminate()
  }

  #open(): void {
    for (const socket of this.#queued) socket.destroy()
    Atomics.store(this.#gate, 0, 1)
    Atomics.notify(this.#gate, 0)
  }
}
