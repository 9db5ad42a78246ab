import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * Stands between a process and its database, and loses what it is told to: what happens between the two ends of a
 * network cannot be brought about by asking either.
 */
export interface Relay {
  /** The same database, by way of the relay. */
  urlOf(url: string): string
  /**
   * The next message that says `saying`, of a connection with this `application_name`, is lost with its connection:
   * the `question` never reaches the database, or the database carries it out and the `answer` never
   * comes back.
   */
  lose(what: 'question' | 'answer', applicationName: string, saying: string): void
  /** Whether what `lose` ordered has happened: of an answer, that the database has given it. */
  readonly lost: boolean
  /** Ends all connections and lets none in, until told otherwise. */
  cutOff(isCutOff: boolean): void
  stop(): Promise<void>
}

interface Order {
  readonly what: 'question' | 'answer'
  readonly applicationName: string
  readonly saying: string
}

/** Relays to the host and port of `url`. */
export async function startRelay(url: string): Promise<Relay> {
  const target = new URL(url)
  const pairs = new Set<readonly [Socket, Socket]>()
  let order: Order | undefined
  let lost = false
  let isCutOff = false

  const server: Server = createServer(client => {
    if (isCutOff) return void client.destroy()
    const database = connect(Number(target.port), target.hostname)
    const pair = [client, database] as const
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)

    let applicationName: string | undefined
    let losesAnswer = false
    client.on('data', message => {
      // The first message of a connection says who it is: names and values, each ended by a zero.
      if (applicationName === undefined) {
        applicationName = /application_name\0([^\0]*)\0/.exec(message.toString('latin1'))?.[1] ?? ''
      } else if (order?.applicationName === applicationName && message.includes(order.saying)) {
        losesAnswer = order.what === 'answer'
        order = undefined
        if (!losesAnswer) {
          lost = true
          return end()
        }
      }
      database.write(message)
    })
    database.on('data', message => {
      if (losesAnswer) {
        lost = true
        return end()
      }
      client.write(message)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }

  function endAll(): void {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  return {
    urlOf: other => Object.assign(new URL(other), { hostname: '127.0.0.1', port: String(port) }).href,
    lose(what, applicationName, saying) {
      lost = false
      order = { what, applicationName, saying }
    },
    get lost() {
      return lost
    },
    cutOff(now) {
      isCutOff = now
      if (now) endAll()
    },
    stop() {
      endAll()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
