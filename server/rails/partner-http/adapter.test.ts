import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer, type Socket, type Server as TcpServer } from 'node:net'
import { hostname } from 'node:os'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Receiver } from '../../../tests/harness/receiver.ts'
import { HttpPartners, type PartnerHttpOptions } from './adapter.ts'
import { makeResolve, type Resolve } from './resolve.ts'
import { certificate, certificateKey } from './testing/certificate.ts'
import { SlowToAccept } from './testing/slow-to-accept.ts'

let receiver: Receiver
const cleanups: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  receiver = await Receiver.start()
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  await receiver.stop()
})

function partners(options: Partial<PartnerHttpOptions> = {}): HttpPartners {
  const http = new HttpPartners({ allowPrivate: true, requireHttps: false, ...options })
  cleanups.push(() => http.close())
  return http
}

const post = (http: HttpPartners, url: string, channel = 'one') =>
  http.call({ channel, method: 'POST', url, headers: ['content-type', 'application/json'], body: '{}' })

/** A name server that knows these names only. */
const naming =
  (names: Record<string, string[]>): Resolve =>
  async name =>
    (names[name] ?? []).map(address => ({ address, family: address.includes(':') ? 6 : 4 }))

const portOf = (url: string): string => new URL(url).port

/** A server below HTTP: it does with a connection what it is told. */
async function tcp(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server: TcpServer = createServer(socket => {
    sockets.add(socket)
    onConnection(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise(resolve => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Answers each request with these bytes. */
const answering =
  (bytes: string) =>
  (socket: Socket): void =>
    void socket.on('error', () => undefined).on('data', () => socket.write(bytes))

/** Answers with `head` and then `unit` for ever. */
const flooding = (head: string, unit: string) => {
  const units = Buffer.from(unit.repeat(4_000))
  return (socket: Socket): void => {
    const flood = (): void => void (socket.destroyed || socket.write(units, () => setImmediate(flood)))
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(head)
      flood()
    })
  }
}

test('an answer has its status, its first kilobyte and how long it took', async () => {
  receiver.answerWith(202, `taken ${'x'.repeat(2_000)}`)
  const answer = await post(partners(), `${receiver.url}/a?b=c`)
  expect(answer).toMatchObject({ status: 202, error: null, isTimeout: false })
  expect(answer.answer).toBe(`taken ${'x'.repeat(1_018)}`)
  expect(answer.latencyMs).toBeGreaterThanOrEqual(0)
  expect(receiver.calls).toMatchObject([{ method: 'POST', path: '/a?b=c', body: '{}' }])
})

test('an answer that PostgreSQL would not take is made such that it does', async () => {
  receiver.answerWith(500, 'a\0b')
  expect((await post(partners(), receiver.url)).answer).toBe('a\uFFFDb')
})

test.each([
  ['a private address', ['127.0.0.1'], /^bad\.test has the address 127\.0\.0\.1, which is private and is not called$/],
  ['a metadata address', ['169.254.169.254'], /169\.254\.169\.254, which is reserved/],
  ['a private address in disguise', ['::ffff:127.0.0.1'], /private/],
  ['a public and a private address', ['93.184.215.14', '10.0.0.1'], /10\.0\.0\.1, which is private/],
])('a name with %s is not called', async (_what, addresses, error) => {
  const http = partners({ allowPrivate: false, resolve: naming({ 'bad.test': addresses }) })
  const answer = await post(http, `http://bad.test:${portOf(receiver.url)}/`)
  expect(answer).toMatchObject({ status: null, isTimeout: false, error: expect.stringMatching(error) })
  expect(receiver.calls).toEqual([])
})

test('metadata and link-local addresses are not called where private ones are', async () => {
  const http = partners({ resolve: naming({ 'meta.test': ['169.254.169.254'], 'link.test': ['fe80::1'] }) })
  expect((await post(http, 'http://meta.test/')).error).toMatch(/reserved/)
  expect((await post(http, 'http://link.test/')).error).toMatch(/reserved/)
})

test('a name is judged at every connection: one that changes its address is refused from then on', async () => {
  let addresses = ['127.0.0.1']
  const http = partners({ resolve: async () => addresses.map(address => ({ address, family: 4 })) })
  const url = `http://rebound.test:${portOf(receiver.url)}/`
  expect((await post(http, url, 'first')).status).toBe(200)
  addresses = ['169.254.169.254']
  expect((await post(http, url, 'second')).error).toMatch(/reserved/)
})

test('in production a URL without TLS is not called', async () => {
  expect((await post(partners({ requireHttps: true }), receiver.url)).error).toBe('The URL must be an https URL')
  expect(receiver.calls).toEqual([])
})

test('a redirect is an answer like others', async () => {
  receiver.behave = (_call, response) => void response.writeHead(307, { location: '/elsewhere' }).end()
  expect((await post(partners(), receiver.url)).status).toBe(307)
  expect(receiver.calls).toHaveLength(1)
})

test('nothing heard in time is a time-out, also when no connection comes about', async () => {
  receiver.hang()
  const http = partners({ timeoutMs: 300 })
  expect(await post(http, receiver.url)).toMatchObject({
    status: null,
    error: 'There was no answer within 0.3 s',
    isTimeout: true,
  })
  const never = partners({ timeoutMs: 300, resolve: () => new Promise(() => undefined) })
  expect(await post(never, 'http://silent.test/')).toMatchObject({ status: null, isTimeout: true })
})

test('a status in time counts, however slowly the body comes', async () => {
  receiver.behave = (_call, response) => {
    response.writeHead(200)
    response.write('first')
  }
  const answer = await post(partners({ timeoutMs: 300 }), receiver.url)
  expect(answer).toMatchObject({ status: 200, answer: 'first', isTimeout: false })
})

test('why there was no answer is said in words', async () => {
  const http = partners({ resolve: naming({}) })
  expect((await post(http, 'http://127.0.0.1:1024/')).error).toBe('The connection was refused: nothing listens there')
  expect((await post(http, 'http://nowhere.test/')).error).toBe('The name of the host is not known')
  const shy = await tcp(socket => socket.destroy())
  expect((await post(http, shy)).error).toBe('The connection was closed before an answer came')
  const odd = await tcp(socket => void socket.end('220 mail.example ESMTP\r\n'))
  expect((await post(http, odd)).error).toBe('The answer is not HTTP')
  const plain = `https://127.0.0.1:${portOf(receiver.url)}/`
  expect((await post(http, plain)).error).toBe('TLS could not be agreed on: wrong version number')
  const none = await tcp(answering('HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n'))
  expect((await post(http, none)).error).toBe('The answer is not HTTP')
  const long = await tcp(answering(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(50_000)}\r\n\r\n`))
  expect((await post(http, long)).error).toBe('The headers of the answer are too long')
})

test.each([
  ['100 Continue', 'HTTP/1.1 100 Continue\r\n\r\n', /100 Continue, which was not asked for$/],
  [
    'a change of protocol',
    'HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n',
    /change of protocol, which was not asked for$/,
  ],
])('a server that answers %s unasked got the call: it is not sent again', async (_what, answer, error) => {
  let requests = 0
  const url = await tcp(socket =>
    socket.on('data', () => {
      requests += 1
      socket.write(answer)
    }),
  )
  expect(await post(partners(), url)).toMatchObject({ status: null, error: expect.stringMatching(error) })
  expect(requests).toBe(1)
})

test.each([
  ['interim answers', '', 'HTTP/1.1 103 Early Hints\r\n\r\n', /more than 16 interim answers/],
  ['empty lines', '', '\r\n', /more than 512 kB that belong to no answer/],
])('an endless stream of %s is cut off long before the deadline', async (_what, head, unit, error) => {
  const url = await tcp(flooding(head, unit))
  expect(await post(partners(), url)).toMatchObject({
    status: null,
    isTimeout: false,
    error: expect.stringMatching(error),
  })
})

test('an endless extension of a chunk is cut off, and the status that came before it counts', async () => {
  let closed = false
  const flood = flooding('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1', ';a=b')
  const url = await tcp(socket => {
    socket.on('close', () => (closed = true))
    flood(socket)
  })
  const answer = await post(partners(), url)
  expect(answer).toMatchObject({ status: 200, error: null })
  await expect.poll(() => closed).toBe(true)
})

test('a few interim answers are none', async () => {
  const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'
  const url = await tcp(answering(`${interim.repeat(16)}HTTP/1.1 204 Done\r\n\r\n`))
  expect((await post(partners(), url)).status).toBe(204)
})

test('a connection is no flood by all that many calls get: each is answered as long as may be', async () => {
  receiver.answerWith(200, 'x'.repeat(60_000))
  const http = partners()
  for (let n = 0; n < 100; n += 1) expect((await post(http, receiver.url)).status).toBe(200)
})

test('a name with two addresses is reached by the first, also when that takes a second', async () => {
  const slow = await SlowToAccept.start()
  cleanups.push(() => slow.stop())
  const resolve: Resolve = async () => {
    slow.acceptSoon()
    return [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]
  }
  const answer = await post(partners({ resolve }), `http://partner.test:${slow.port}/`)
  expect(answer).toMatchObject({ status: 200, error: null })
  expect(answer.latencyMs).toBeGreaterThan(500)
})

test('over TLS the name that was asked for is held against the certificate, whatever address it has', async () => {
  const server = createTlsServer({ cert: certificate, key: certificateKey }, (_request, response) =>
    response.end('safe'),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const http = partners({
    requireHttps: true,
    resolve: naming({ 'partner.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] }),
  })
  expect((await post(http, `https://partner.test:${port}/`, 'before')).error).toBe('The certificate is self-signed')
  const trusted = getCACertificates('default')
  setDefaultCACertificates([...trusted, certificate])
  cleanups.push(async () => setDefaultCACertificates(trusted))
  expect(await post(http, `https://partner.test:${port}/`)).toMatchObject({ status: 200, answer: 'safe' })
  expect((await post(http, `https://other.test:${port}/`)).error).toBe('The certificate is for another host')
})

test('connections are kept, and one that the other side has closed meanwhile costs no failure', async () => {
  const answered = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
  let connections = 0
  // Answers two requests on a connection, and closes it when the third is on its way.
  const url = await tcp(socket => {
    connections += 1
    let requests = 0
    socket.on('data', () => {
      requests += 1
      if (requests <= 2) socket.write(answered)
      else socket.destroy()
    })
    socket.on('error', () => undefined)
  })
  const http = partners()
  for (let n = 0; n < 5; n += 1) expect((await post(http, url)).status).toBe(200)
  expect(connections).toBe(3)
})

test('a channel that hangs takes no connection from another to the same server', async () => {
  const http = partners({ timeoutMs: 2_000 })
  receiver.behave = ({ path }, response) => void (path === '/hang' || response.end())
  const hanging = Array.from({ length: 100 }, () => post(http, `${receiver.url}/hang`, 'hanging'))
  await expect.poll(() => receiver.calls.length).toBe(64)
  expect((await post(http, receiver.url, 'other')).status).toBe(200)
  expect((await Promise.all(hanging)).every(({ isTimeout }) => isTimeout)).toBe(true)
})

test('names: localhost needs nobody, the machine knows its own, and what nobody knows is refused', async () => {
  const resolve = makeResolve()
  expect(await resolve('localhost')).toContainEqual({ address: '127.0.0.1', family: 4 })
  expect(await resolve('app.LOCALHOST.')).toContainEqual({ address: '127.0.0.1', family: 4 })
  expect((await resolve(hostname())).length).toBeGreaterThan(0)
  await expect(resolve('no-such-name.invalid')).rejects.toThrow(/not known|ENOTFOUND|EAI_AGAIN|getaddrinfo/)
})
