import type { Sql } from '../../kit/sql.ts'
import { findAccountsOf, partnerAccount } from '../ledger/index.ts'
import { findPartner } from '../partners/index.ts'
import { findUsersByIds, findUsersByReferences, type User } from '../users/index.ts'
import type { Match, Owner } from './deposit.ts'
import { findByIbans, findByReferences } from './iban-store.ts'
import type { Payment } from './payment.ts'

/**
 * Whose each payment is: by the virtual IBAN that was paid, otherwise by the first reference that is somebody's. A payment
 * that is nobody's has no match. A fixed number of statements, however many payments.
 */
export async function findOwners(sql: Sql, payments: readonly Payment[]): Promise<ReadonlyMap<Payment, Match>> {
  const byIban = await ownersByIban(sql, payments)
  const byReference = await ownersByReference(sql, payments, [...byIban.values()])
  const matches = new Map<Payment, Match>()
  for (const payment of payments) {
    const paid = payment.creditorIban === null ? undefined : byIban.get(payment.creditorIban)
    const meant = payment.references.map(reference => byReference.get(reference)).find(owner => owner !== undefined)
    if (paid !== undefined) {
      const withReference = payment.references.some(each => byReference.get(each)?.ownerId === paid.ownerId)
      matches.set(payment, { owner: paid, by: 'iban', withReference })
    } else if (meant !== undefined) matches.set(payment, { owner: meant, by: 'reference', withReference: true })
  }
  return matches
}

async function ownersByIban(sql: Sql, payments: readonly Payment[]): Promise<ReadonlyMap<string, Owner>> {
  const ibans = new Set(payments.flatMap(({ creditorIban }) => creditorIban ?? []))
  const allotted = await findByIbans(sql, [...ibans])
  const ofUsers = allotted.filter(({ ownerId, partnerId }) => ownerId !== partnerId)
  const users = await ownersOf(
    sql,
    await findUsersByIds(
      sql,
      ofUsers.map(({ partnerId, ownerId: id }) => ({ partnerId, id })),
    ),
  )
  const partners = await partnersOf(
    sql,
    allotted.filter(({ ownerId, partnerId }) => ownerId === partnerId),
  )
  return new Map(
    allotted.flatMap(({ iban, ownerId }) => {
      const owner = users.get(ownerId) ?? partners.get(ownerId)
      return owner === undefined ? [] : [[iban, owner]]
    }),
  )
}

/** Most payments name both: owners that are `known` by the IBAN are not looked for again. */
async function ownersByReference(
  sql: Sql,
  payments: readonly Payment[],
  known: readonly Owner[],
): Promise<ReadonlyMap<string, Owner>> {
  const references = [...new Set(payments.flatMap(payment => payment.references))]
  if (references.length === 0) return new Map()
  const users = await findUsersByReferences(sql, references)
  const partners = await findByReferences(sql, references)
  const byId = new Map(known.map(owner => [owner.ownerId, owner]))
  const others = users.filter(({ id }) => !byId.has(id))
  const owners = new Map([...byId, ...(await ownersOf(sql, others)), ...(await partnersOf(sql, partners))])
  return new Map(
    [
      ...users.map(({ reference, id }) => [reference, id] as const),
      ...partners.map(({ reference, ownerId }) => [reference, ownerId] as const),
    ].flatMap(([reference, id]) => {
      const owner = owners.get(id)
      return owner === undefined || reference === null ? [] : [[reference, owner]]
    }),
  )
}

/** User id → owner. */
export async function ownersOf(sql: Sql, users: readonly User[]): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>()
  for (const [partnerId, own] of Map.groupBy(users, user => user.partnerId)) {
    const accounts = await findAccountsOf(
      sql,
      partnerId,
      own.map(({ id }) => id),
    )
    for (const user of own) {
      const { id, externalUserId, dataKeyId, stage } = user
      const accountId = accounts.get(id)?.idOf('eur')
      if (accountId === undefined) throw new Error(`user ${id} has no eur account`)
      owners.set(id, {
        partnerId,
        ownerId: id,
        externalUserId,
        accountId,
        dataKeyId,
        isGone: stage === 'DELETED',
        holder: { kind: 'user', user },
      })
    }
  }
  return owners
}

/** Partner id → owner. */
export async function partnersOf(
  sql: Sql,
  all: readonly { readonly partnerId: string }[],
): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>()
  for (const partnerId of new Set(all.map(each => each.partnerId))) {
    const partner = await findPartner(sql, partnerId)
    if (partner === undefined) continue
    const accountId = partnerAccount(partnerId, 'eur')
    const { dataKeyId, name } = partner
    owners.set(partnerId, {
      partnerId,
      ownerId: partnerId,
      externalUserId: null,
      accountId,
      dataKeyId,
      isGone: false,
      holder: { kind: 'partner', name },
    })
  }
  return owners
}
