import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { Unavailable } from '../../kit/problem.ts'
import { hostBank } from './adapter.ts'
import { parseListing } from './wire.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function bankThat(answers: RequestListener) {
  const server = createServer(answers)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return hostBank(() => Promise.resolve({ url, token: 'secret' }), 'FLRNLT20XXX')
}

async function bytesOf(message: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('lists, opens and confirms, each with the token', async () => {
  const asked: string[] = []
  const bank = await bankThat((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    if (request.url === '/mailbox') return void response.end('{"messages":[{"id":"a.1","more":1},{"id":"b"}],"x":1}')
    if (request.method === 'POST') return void response.writeHead(204).end()
    response.end('<Document/>')
  })
  expect(await bank.listArrivals()).toEqual([{ id: 'a.1' }, { id: 'b' }])
  expect(await bytesOf(bank.openArrival('a.1'))).toBe('<Document/>')
  await bank.confirmArrival('a.1')
  expect(asked).toEqual([
    'GET /mailbox Bearer secret',
    'GET /mailbox/a.1 Bearer secret',
    'POST /mailbox/a.1/receipt Bearer secret',
  ])
})

test.each([
  ['an error', (_, response) => void response.writeHead(500).end()],
  ['a redirect', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['no JSON', (_, response) => void response.end('<html>')],
  ['a list of something else', (_, response) => void response.end('{"messages":[1]}')],
  ['a name that is a path', (_, response) => void response.end('{"messages":[{"id":"../x"}]}')],
  ['more than a list can be', (_, response) => void response.end(`{"messages":[${' '.repeat(1_100_000)}]}`)],
  [
    'half an answer',
    (_, response) => void response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
  ],
  ['nothing', request => void request.socket.destroy()],
] satisfies [string, RequestListener][])('a bank that answers with %s is Unavailable', async (_name, answers) => {
  const bank = await bankThat(answers)
  await expect(bank.listArrivals()).rejects.toThrow(Unavailable)
})

test('a message that breaks off throws before its end', async () => {
  const bank = await bankThat((_, response) => {
    response.writeHead(200, { 'content-length': 99 })
    response.write('<Document>', () => response.destroy())
  })
  await expect(bytesOf(bank.openArrival('a'))).rejects.toThrow(Unavailable)
})

test('a receipt that is not accepted is Unavailable', async () => {
  const bank = await bankThat((_, response) => void response.writeHead(404).end())
  await expect(bank.confirmArrival('a')).rejects.toThrow(Unavailable)
})

test('without an address the bank is Unavailable', async () => {
  const bank = hostBank(() => Promise.resolve(undefined), 'FLRNLT20XXX')
  await expect(bank.listArrivals()).rejects.toThrow(Unavailable)
})

test('a list of a thousand is read, a longer one is not believed', () => {
  const listOf = (length: number) => JSON.stringify({ messages: Array.from({ length }, (_, id) => ({ id: `m${id}` })) })
  expect(parseListing(listOf(1_000))).toHaveLength(1_000)
  expect(() => parseListing(listOf(1_001))).toThrow('malformed')
})
