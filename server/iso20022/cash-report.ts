import { type Entry, entry } from './entry.ts'
import { MalformedMessage } from './malformed.ts'
import { bodyOf, checkFrame, type MessageFrame } from './message.ts'
import { type GroupHeader, groupHeader } from './report-fields.ts'
import type { RecordCodec, Unknown } from './shape.ts'
import { readRecord, readUnknown } from './shape-read.ts'
import { PIECE_BYTES, type XmlElement, type XmlLimits, XmlReader } from './xml-read.ts'

/**
 * What a camt.052, 053 or 054 says, in the order of the message. `header`: all that stands before the entries of one account;
 * `trailer`: the same with what came after them. `index` counts the entries of the whole message from 0, so that work
 * can be taken up again after a stop. `end` comes only from a complete message.
 */
export type ReportEvent<H> =
  | { readonly kind: 'groupHeader'; readonly groupHeader: GroupHeader }
  | { readonly kind: 'header'; readonly header: H }
  | { readonly kind: 'entry'; readonly entry: Entry; readonly index: number }
  | { readonly kind: 'trailer'; readonly header: H }
  | { readonly kind: 'end'; readonly entries: number; readonly unknown?: Unknown }

/** How one of these messages is built: `item` is the element per account (`Ntfctn`, `Stmt`, `Rpt`). */
export interface ReportFrame<H> {
  readonly frame: MessageFrame
  readonly item: string
  /** All of the item but its entries. */
  readonly header: RecordCodec<H>
}

/** The one reading path of the three messages: bytes in, events out, one entry in memory at a time. */
export class ReportReader<H> {
  #report: ReportFrame<H>
  #events: ReportEvent<H>[] = []
  #reader: XmlReader
  #at: string
  #groupHeaderSeen = false
  #headerSeen = false
  #items = 0
  #entries = 0

  constructor(report: ReportFrame<H>, limits: XmlLimits) {
    this.#report = report
    this.#at = report.frame.elements.join('/')
    this.#reader = new XmlReader(report.frame.namespace, limits, {
      opened: (element, ancestors) => checkFrame(report.frame, element, ancestors),
      closed: (element, ancestors) => this.#closed(element, ancestors),
    })
  }

  /** @throws MalformedMessage */
  push(chunk: Uint8Array): void {
    this.#reader.push(chunk)
  }

  /** @throws MalformedMessage */
  end(): void {
    const body = bodyOf(this.#report.frame, this.#reader.end())
    if (!this.#groupHeaderSeen) throw new MalformedMessage('missing', `${this.#at}/GrpHdr`)
    if (this.#items === 0) throw new MalformedMessage('missing', `${this.#at}/${this.#report.item}`)
    const unknown = readUnknown(body, this.#at)
    this.#events.push({ kind: 'end', entries: this.#entries, ...(unknown === undefined ? {} : { unknown }) })
  }

  /** What was read since the last call. */
  take(): ReportEvent<H>[] {
    const events = this.#events
    this.#events = []
    return events
  }

  #closed(element: XmlElement, ancestors: readonly XmlElement[]): boolean {
    if (ancestors.length === 2) {
      if (element.name === 'GrpHdr') return this.#groupHeader(element)
      if (element.name === this.#report.item) return this.#item(element)
    }
    if (ancestors.length === 3 && element.name === 'Ntry') {
      const item = ancestors[2]
      if (item?.name === this.#report.item) return this.#entry(element, item)
    }
    return false
  }

  #groupHeader(element: XmlElement): boolean {
    if (this.#groupHeaderSeen) throw new MalformedMessage('there twice', `${this.#at}/GrpHdr`)
    this.#groupHeaderSeen = true
    this.#events.push({ kind: 'groupHeader', groupHeader: readRecord(groupHeader, element, `${this.#at}/GrpHdr`) })
    return true
  }

  #entry(element: XmlElement, item: XmlElement): boolean {
    if (!this.#headerSeen) this.#header(item)
    const at = `${this.#at}/${this.#report.item}/Ntry[${this.#entries + 1}]`
    this.#events.push({ kind: 'entry', entry: readRecord(entry, element, at), index: this.#entries })
    this.#entries += 1
    return true
  }

  #header(item: XmlElement): void {
    if (!this.#groupHeaderSeen) throw new MalformedMessage('missing before the first account', `${this.#at}/GrpHdr`)
    this.#headerSeen = true
    this.#events.push({ kind: 'header', header: this.#readHeader(item) })
  }

  #item(item: XmlElement): boolean {
    if (!this.#headerSeen) this.#header(item)
    this.#events.push({ kind: 'trailer', header: this.#readHeader(item) })
    this.#headerSeen = false
    this.#items += 1
    return true
  }

  #readHeader(item: XmlElement): H {
    return readRecord(this.#report.header, item, `${this.#at}/${this.#report.item}`)
  }
}

/** Reads a message while it arrives. @throws MalformedMessage where it stops making sense: what was read before stays given */
export async function* readReportStream<H>(
  report: ReportFrame<H>,
  chunks: AsyncIterable<Uint8Array>,
  limits: XmlLimits,
): AsyncGenerator<ReportEvent<H>, void, undefined> {
  const reader = new ReportReader(report, limits)
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.byteLength; start += PIECE_BYTES) {
      reader.push(chunk.subarray(start, start + PIECE_BYTES))
      yield* reader.take()
    }
  }
  reader.end()
  yield* reader.take()
}

/** Reads a whole message, by the same path. @throws MalformedMessage */
export function readReport<H>(
  report: ReportFrame<H>,
  bytes: Uint8Array,
  limits: XmlLimits,
): { groupHeader: GroupHeader; items: (H & { readonly entries: readonly Entry[] })[]; unknown?: Unknown } {
  const reader = new ReportReader(report, limits)
  reader.push(bytes)
  reader.end()
  let header: GroupHeader | undefined
  let unknown: Unknown | undefined
  const items: (H & { readonly entries: readonly Entry[] })[] = []
  let entries: Entry[] = []
  for (const event of reader.take()) {
    if (event.kind === 'groupHeader') header = event.groupHeader
    else if (event.kind === 'entry') entries.push(event.entry)
    else if (event.kind === 'trailer') {
      items.push({ ...event.header, entries })
      entries = []
    } else if (event.kind === 'end') unknown = event.unknown
  }
  if (header === undefined) throw new MalformedMessage('missing', 'GrpHdr')
  return { groupHeader: header, items, ...(unknown === undefined ? {} : { unknown }) }
}
