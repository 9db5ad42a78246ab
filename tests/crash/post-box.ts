import type { Pool } from 'pg'
import { Receiver } from '../harness/receiver.ts'

/** Of so many calls one is answered with a fault, and one is taken and not answered. */
const BAD_TEMPER = 40

interface Post {
  readonly id: string
  readonly sequence: number
  readonly subject: string
  /** Its sender was told that it has arrived. */
  readonly taken: boolean
}

/** The partners' server: keeps what comes by `webhook-id`, and now and then fails to answer. */
export class PostBox {
  readonly url: string
  readonly #receiver: Receiver
  readonly #posts: Post[] = []

  private constructor(receiver: Receiver, random: (below: number) => number) {
    this.#receiver = receiver
    this.url = receiver.url
    receiver.behave = ({ method, headers, body }, response) => {
      // Anything else is a health probe.
      if (method !== 'POST') return void response.end('ok')
      const temper = random(BAD_TEMPER)
      const subject = JSON.parse(body) as { externalUserId?: string; transferId?: string; exchangeId?: string }
      this.#posts.push({
        id: String(headers['webhook-id']),
        sequence: Number(headers['x-event-sequence']),
        subject: subject.transferId ?? subject.exchangeId ?? subject.externalUserId ?? '',
        taken: temper > 1,
      })
      if (temper === 0) response.writeHead(500).end()
      else if (temper === 1) response.destroy()
      else response.end('ok')
    }
  }

  static async start(random: (below: number) => number): Promise<PostBox> {
    return new PostBox(await Receiver.start(), random)
  }

  get count(): number {
    return this.#posts.length
  }

  get repeated(): number {
    return this.#posts.length - new Set(this.#posts.map(({ id }) => id)).size
  }

  /** Wanted events of the log that never came, came under another number, or are still open. */
  async findMissing(pool: Pool): Promise<string[]> {
    const { rows } = await pool.query<{ id: string; sequence: bigint; type: string; open: boolean }>(
      `select l.event_id as id, l.sequence, l.type, d.event_id is not null as open from webhooks.log l
       left join webhooks.delivery d on d.partner_id = l.partner_id and d.sequence = l.sequence where l.wanted`,
    )
    const taken = new Map(this.#posts.filter(post => post.taken).map(post => [post.id, post]))
    return rows
      .filter(row => row.open || taken.get(row.id)?.sequence !== Number(row.sequence))
      .map(
        row => `${row.type} ${row.id}: ${row.open ? 'open' : 'ended'}, ${taken.has(row.id) ? 'taken' : 'never came'}`,
      )
  }

  /** Events of one subject that were first taken before one that had happened earlier. */
  findDisorder(): string[] {
    const lastOf = new Map<string, number>()
    const seen = new Set<string>()
    return this.#posts
      .filter(({ id, taken }) => taken && !seen.has(id) && seen.add(id))
      .filter(({ subject, sequence }) => {
        const before = lastOf.get(subject) ?? 0
        lastOf.set(subject, sequence)
        return sequence < before
      })
      .map(({ id, subject, sequence }) => `${id} of ${subject}: ${sequence}`)
  }

  stop(): Promise<void> {
    return this.#receiver.stop()
  }
}
