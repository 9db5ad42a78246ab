import { Agent, request } from 'undici'

/*
 * The least that sends webhooks: a loop of POSTs with undici, kept-alive connections, in a process of its own. It knows
 * no database, no order, no signature. Arguments: URL, calls, calls at once, body.
 */

const [url = '', calls = '0', concurrency = '1', body = ''] = process.argv.slice(2)
const dispatcher = new Agent({ connections: Number(concurrency), pipelining: 1 })
let left = Number(calls)

async function loop(): Promise<void> {
  while (left-- > 0) {
    const answer = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`the sink answered ${answer.statusCode}`)
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, loop))
await dispatcher.close()
