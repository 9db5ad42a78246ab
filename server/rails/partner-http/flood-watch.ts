import type { Socket } from 'node:net'

const everyMs = 250
/** What may come on a connection without a request: an answer's headers, body and framing, and what was sent too much. */
const unaskedMaxBytes = 512 * 1_024
/** A request is 400 bytes or more, and 64 kB of the answer are read: so much may come for each byte that was sent. */
const bytesForByte = 160

interface Seen {
  readBytes: number
  writtenBytes: number
}

/** The other side sends without end: the message is for the partner. */
export class Flooded extends Error {
  constructor() {
    super(`The server sent more than ${unaskedMaxBytes / 1_024} kB that belong to no answer`)
    this.name = 'Flooded'
  }
}

/**
 * Closes connections on which far more comes than an answer can be. What the parser of HTTP swallows by itself (empty
 * lines, extensions of chunks) nobody is told of, and one connection full of it takes all of a process's time. Open
 * connections are looked at four times a second, so a call costs nothing.
 */
export class FloodWatch {
  readonly #sockets = new Map<Socket, Seen>()
  #timer: NodeJS.Timeout | undefined

  watch(socket: Socket): void {
    this.#sockets.set(socket, { readBytes: socket.bytesRead, writtenBytes: socket.bytesWritten })
    socket.once('close', () => this.#forget(socket))
    this.#timer ??= setInterval(() => this.#look(), everyMs).unref()
  }

  #look(): void {
    for (const [socket, seen] of this.#sockets) {
      const { bytesRead, bytesWritten } = socket
      const asked = bytesWritten - seen.writtenBytes
      if (bytesRead - seen.readBytes > unaskedMaxBytes + asked * bytesForByte) socket.destroy(new Flooded())
      // Without a new request it goes on counting: a slow flood is one too.
      else if (asked > 0) {
        seen.readBytes = bytesRead
        seen.writtenBytes = bytesWritten
      }
    }
  }

  #forget(socket: Socket): void {
    this.#sockets.delete(socket)
    if (this.#sockets.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
