import type { Decision } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { readPersonalData } from '../users/index.ts'
import { type Contact, type ContactStatus, commandOf, meetContact } from './contact.ts'
import { findContacts } from './contact-store.ts'
import type { Match, Owner, SuspenseReason } from './deposit.ts'
import { compareCompanyNames, comparePersonNames, type NameVerdict } from './name-match.ts'
import type { Slip } from './payment.ts'

/** What the sender of a payment is to its owner. */
export interface Judgement {
  /** Why the money must wait; undefined: it is the owner's at once. */
  readonly suspense: SuspenseReason | undefined
  /** An account that was not known before. */
  readonly met: Decision<Contact> | undefined
}

const suspenseOf: Readonly<Record<ContactStatus, SuspenseReason | undefined>> = {
  APPROVED: undefined,
  PENDING: 'sender-pending',
  REJECTED: 'sender-rejected',
}

const anyone: Judgement = { suspense: undefined, met: undefined }

const keyOf = (ownerId: string, ibanIndex: Buffer): string => `${ownerId}/${ibanIndex.toString('hex')}`

/** The index by which an owner's contact is found without its IBAN in clear. */
export const contactIndex = (
  work: Pick<Work, 'vault'>,
  owner: Pick<Owner, 'partnerId' | 'ownerId'>,
  iban: string,
): Buffer => work.vault.blindIndex(owner.partnerId, 'sepa.contact', `${owner.ownerId}|${iban}`)

/**
 * Who may pay in for whom. Money that bears the owner's reference is said to be the owner's own: the sender's name is held
 * against the owner's, and the account is remembered. Money that comes to a virtual IBAN without it may be anybody's, a
 * salary for example: it is credited, and its sender is not remembered. A partner's money is never held up.
 */
export class SenderBook {
  readonly #work: Work
  readonly #known: Map<string, ContactStatus>
  readonly #names = new Map<string, Promise<(given: string) => NameVerdict>>()

  private constructor(work: Work, known: Map<string, ContactStatus>) {
    this.#work = work
    this.#known = known
  }

  /** With what is known of the senders of these payments. */
  static async open(
    work: Work,
    all: readonly { readonly match: Match | undefined; readonly slip: Slip }[],
  ): Promise<SenderBook> {
    const keys = all.flatMap(({ match, slip }) => {
      if (match === undefined || !match.withReference || slip.senderIban === '') return []
      const { partnerId, ownerId } = match.owner
      return [{ partnerId, ownerId, ibanIndex: contactIndex(work, match.owner, slip.senderIban) }]
    })
    const contacts = await findContacts(work.sql, keys)
    return new SenderBook(work, new Map(contacts.map(each => [keyOf(each.ownerId, each.ibanIndex), each.status])))
  }

  /** Asked in the order of the payments: what one of them has made known counts for the next. */
  async judge({ owner, withReference }: Match, slip: Slip): Promise<Judgement> {
    if (!withReference || owner.isGone) return anyone
    const { senderIban: iban, senderName: holderName } = slip
    const verdict = async (): Promise<NameVerdict> => (await this.#nameOf(owner))(holderName)
    const isHeldUp = owner.holder.kind === 'user'
    if (iban === '') {
      const status = ({ match: 'APPROVED', 'close-match': 'PENDING', 'no-match': 'REJECTED' } as const)[await verdict()]
      return isHeldUp ? { suspense: suspenseOf[status], met: undefined } : anyone
    }
    const ibanIndex = contactIndex(this.#work, owner, iban)
    const key = keyOf(owner.ownerId, ibanIndex)
    const known = this.#known.get(key)
    if (known !== undefined) return { suspense: isHeldUp ? suspenseOf[known] : undefined, met: undefined }
    const { partnerId, dataKeyId } = owner
    const account = { iban, holderName }
    const sealed = await this.#work.vault.sealBytes(partnerId, dataKeyId, JSON.stringify(account))
    const command = commandOf[await verdict()]
    const met = meetContact(
      { id: this.#work.newId(), owner, ibanIndex, account, sealed },
      // Companies pay from accounts of others of their group: no name alone speaks against them.
      command === 'reject' && !isHeldUp ? 'question' : command,
      this.#work.now,
    )
    this.#known.set(key, met.next.status)
    return { suspense: isHeldUp ? suspenseOf[met.next.status] : undefined, met }
  }

  #nameOf(owner: Owner): Promise<(given: string) => NameVerdict> {
    const known = this.#names.get(owner.ownerId) ?? readName(this.#work, owner)
    this.#names.set(owner.ownerId, known)
    return known
  }
}

async function readName(work: Work, { holder }: Owner): Promise<(given: string) => NameVerdict> {
  if (holder.kind === 'partner') return given => compareCompanyNames(given, holder.name)
  const { firstName = '', lastName = '' } = (await readPersonalData(work, holder.user)) ?? {}
  return given => comparePersonNames(given, { firstName, lastName })
}
