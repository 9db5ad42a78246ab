import { userStatuses } from '@florin/contract/shapes/user.ts'
import { expect, test } from 'vitest'
import { nextState, statesOf } from '../../kit/machine.ts'
import type { Decision } from '../../kit/work/decision.ts'
import { noIndexes } from './personal-data.ts'
import { destroyAfter } from './retention.ts'
import {
  accountStatesOf,
  activate,
  approve,
  isVerified,
  lapse,
  needsProofOfAddress,
  newUser,
  noteReview,
  reject,
  release,
  remove,
  restrain,
  statusOf,
  suspend,
  type User,
  unsuspend,
  userStages,
  verify,
} from './user.ts'

const now = new Date('2026-03-02T09:30:00Z')

const made = (model: User['model'], country: string | null = 'PL'): User =>
  newUser(
    {
      id: 'u',
      partnerId: 'p',
      externalUserId: 'x',
      model,
      country,
      reference: 'RF',
      dataKeyId: 'k',
      sealed: Buffer.alloc(0),
      indexes: noIndexes,
    },
    now,
  ).next

type Step = (user: User) => Decision<User> | undefined
const steps = {
  verify: user => verify(user, now),
  approve: user => approve(user, now),
  reject: user => reject(user, now),
  activate: user => activate(user, null, now),
  suspend: user => suspend(user, 'partner', now),
  unsuspend: user => unsuspend(user, 'partner', now),
  halt: user => suspend(user, 'operator', now),
  lift: user => unsuspend(user, 'operator', now),
  restrain: user => restrain(user, now),
  release: user => release(user, now),
  remove: user => remove(user, now),
} satisfies Record<string, Step>
type Name = keyof typeof steps

/** Applies steps in order; one that is not possible changes nothing. */
const after = (user: User, ...names: Name[]): User =>
  names.reduce((current, name) => steps[name](current)?.next ?? current, user)

/** Every user that any order of steps can make, with one path to it. */
function everyUser(): Map<string, { user: User; path: Name[] }> {
  const found = new Map<string, { user: User; path: Name[] }>()
  const nameOf = (user: User): string =>
    [user.model, user.stage, user.kycStatus, user.fiatStatus, user.suspendedBy, user.restrainedAt].join(' ')
  const queue = [made('kyc'), made('no-kyc')].map(user => ({ user, path: [] as Name[] }))
  for (const one of queue) {
    if (found.has(nameOf(one.user))) continue
    found.set(nameOf(one.user), one)
    for (const name of Object.keys(steps) as Name[]) {
      const next = steps[name](one.user)?.next
      if (next !== undefined) queue.push({ user: next, path: [...one.path, name] })
    }
  }
  return found
}
const users = [...everyUser().values()]

test('the stages are words of the contract', () => {
  for (const stage of statesOf(userStages)) expect(userStatuses).toContain(stage)
})

test('every stage is reached, and only by moves of the table', () => {
  expect(new Set(users.map(({ user }) => user.stage))).toEqual(new Set(statesOf(userStages)))
  for (const { user } of users) {
    for (const [name, command] of [
      ['verify', 'verify'],
      ['reject', 'reject'],
      ['activate', 'activate'],
      ['remove', 'delete'],
    ] as const) {
      const next = steps[name](user)?.next
      if (next !== undefined) expect(next.stage).toBe(nextState(userStages, user.stage, command))
    }
  }
})

test('whatever happens in whatever order, no money goes out of an unverified, suspended or deleted user', () => {
  for (const { user } of users) {
    const { crypto, eur } = accountStatesOf(user)
    if (!isVerified(user)) expect([crypto, eur]).not.toContain('open')
    if (user.suspendedAt !== null || user.restrainedAt !== null) expect([crypto, eur]).not.toContain('open')
    if (user.stage === 'DELETED') expect([crypto, eur]).toEqual(['closed', 'closed'])
    if (eur === 'open') expect(user.fiatStatus).toBe('ACTIVE')
    if (statusOf(user) === 'ACTIVE') expect([crypto, eur]).toEqual(['open', 'open'])
  }
})

test('every change raises the version by one, so that two at once cannot both count', () => {
  for (const { user } of users)
    for (const step of Object.values(steps)) {
      const next = step(user)?.next
      if (next !== undefined) expect(next.version).toBe(user.version + 1)
    }
})

test('what was done is not done again: every step that happened is without effect the second time', () => {
  for (const { user } of users)
    for (const step of Object.values(steps)) {
      const next = step(user)?.next
      if (next !== undefined) expect(step(next)).toBeUndefined()
    }
})

test('ACTIVE is told exactly once on every way to it, and never without approval', () => {
  for (const { user, path } of users) {
    const told = path.reduce<{ user: User; active: number }>(
      (so, name) => {
        const decision = steps[name](so.user)
        const active = (decision?.emit ?? []).filter(({ body }) => (body as { status: string }).status === 'ACTIVE')
        return { user: decision?.next ?? so.user, active: so.active + active.length }
      },
      { user: made(user.model), active: 0 },
    )
    const isActivated = path.includes('activate')
    expect(told.active).toBe(isActivated ? 1 : 0)
    if (isActivated) expect(path.indexOf('approve')).toBeLessThan(path.indexOf('activate'))
  }
})

test('lifting a suspension gives back exactly what was there', () => {
  for (const { user } of users) {
    if (user.suspendedAt !== null || user.stage === 'DELETED') continue
    if (user.restrainedAt === null) {
      const freed = after(user, 'restrain', 'release')
      expect({ ...freed, version: user.version, updatedAt: user.updatedAt }).toEqual(user)
    }
    const back = after(user, 'suspend', 'unsuspend')
    expect({ ...back, version: user.version, updatedAt: user.updatedAt }).toEqual(user)
    expect(statusOf(after(user, 'suspend'))).toBe('SUSPENDED')
  }
})

/** The words of `user.status` on a way. */
const toldOn = (user: User, ...names: Name[]): string[] => {
  const told: string[] = []
  names.reduce((current, name) => {
    const decision = steps[name](current)
    told.push(...(decision?.emit ?? []).map(({ body }) => (body as { status: string }).status))
    return decision?.next ?? current
  }, user)
  return told
}

test('a restraint waits for the approval, looks like a suspension, and is lifted by neither partner nor operator', () => {
  const unverified = after(made('kyc'), 'restrain')
  expect(statusOf(unverified)).toBe('CREATED')
  expect(toldOn(made('kyc'), 'restrain', 'verify', 'approve', 'activate', 'release')).toEqual([
    'ACTIVE',
    'SUSPENDED',
    'UNSUSPENDED',
  ])
  const held = after(made('no-kyc'), 'restrain')
  expect([statusOf(held), accountStatesOf(held).crypto]).toEqual(['SUSPENDED', 'no-debit'])
  expect(statusOf(after(held, 'suspend', 'unsuspend', 'halt', 'lift'))).toBe('SUSPENDED')
  // Told is what can be seen: one halt over the other is none.
  expect(toldOn(made('no-kyc'), 'restrain', 'suspend', 'release', 'unsuspend')).toEqual(['SUSPENDED', 'UNSUSPENDED'])
  expect(toldOn(made('no-kyc'), 'suspend', 'restrain', 'unsuspend', 'release')).toEqual(['SUSPENDED', 'UNSUSPENDED'])
})

test('what the operator has halted only the operator lifts', () => {
  for (const { user } of users) {
    if (user.stage === 'DELETED') continue
    const halted = after(user, 'halt')
    expect(statusOf(after(halted, 'unsuspend', 'suspend', 'unsuspend'))).toBe('SUSPENDED')
    expect(after(halted, 'lift').suspendedAt).toBeNull()
    expect(after(user, 'suspend', 'lift').suspendedAt).toBeNull()
  }
})

test('a rejected user may be verified again, an approved one not', () => {
  expect(after(made('kyc'), 'verify', 'reject', 'verify')).toMatchObject({ stage: 'PENDING', kycStatus: 'PENDING' })
  expect(verify(after(made('kyc'), 'verify', 'approve'), now)).toBeUndefined()
  expect(reject(after(made('kyc'), 'verify', 'approve'), now)).toBeUndefined()
})

test('a proof of address is asked for in its countries until it is approved', () => {
  expect(needsProofOfAddress(made('kyc', 'AM'))).toBe(true)
  expect(needsProofOfAddress({ ...made('kyc', 'AM'), poaStatus: 'REJECTED' })).toBe(true)
  expect(needsProofOfAddress({ ...made('kyc', 'AM'), poaStatus: 'APPROVED' })).toBe(false)
  expect(needsProofOfAddress(made('kyc', 'PL'))).toBe(false)
  expect(needsProofOfAddress(made('no-kyc', null))).toBe(false)
})

test('what is known of a verified person stays five years after the deletion, of any other thirty days', () => {
  const verified = after(made('kyc'), 'verify', 'approve')
  expect(destroyAfter(verified, now).toISOString()).toBe('2031-03-02T09:30:00.000Z')
  expect(destroyAfter(after(verified, 'activate'), now).toISOString()).toBe('2031-03-02T09:30:00.000Z')
  for (const user of [made('kyc'), after(made('kyc'), 'verify', 'reject'), made('no-kyc')])
    expect(destroyAfter(user, now).toISOString()).toBe('2026-04-01T09:30:00.000Z')
})

test('who was verified once stays five years as well, however a later verification ended', () => {
  const active = after(made('kyc'), 'verify', 'approve', 'activate')
  const lapsed = lapse(active, now)?.next ?? active
  const deletedOf = (user: User) => remove(user, now)?.next ?? user
  for (const user of [lapsed, after(lapsed, 'verify'), after(lapsed, 'verify', 'reject')]) {
    expect(destroyAfter(user, now).toISOString()).toBe('2031-03-02T09:30:00.000Z')
    // The files are given their date when the user is deleted already.
    expect(destroyAfter(deletedOf(user), now).toISOString()).toBe('2031-03-02T09:30:00.000Z')
  }
})

test('when the document of a verified user expires nothing moves until it is verified anew, and then all is as before', () => {
  const active = after(made('kyc'), 'verify', 'approve', 'activate')
  const lapsed = lapse(active, now)?.next ?? active
  expect(lapsed).toMatchObject({ stage: 'CREATED', kycStatus: 'EXPIRED', fiatStatus: 'BLOCKED' })
  expect(accountStatesOf(lapsed)).toEqual({ crypto: 'waiting', eur: 'waiting' })
  expect(lapse(lapsed, now)).toBeUndefined()
  const again = after(lapsed, 'verify', 'approve')
  expect(accountStatesOf(again)).toEqual({ crypto: 'open', eur: 'waiting' })
  expect(accountStatesOf(after(again, 'activate'))).toEqual(accountStatesOf(active))
  expect(lapse(made('no-kyc'), now)).toBeUndefined()
})

test('a verification that a person looks at is told apart from one that waits', () => {
  const pending = after(made('kyc'), 'verify')
  const looked = noteReview(pending, 'IN_REVIEW', now)?.next ?? pending
  expect(looked.kycStatus).toBe('IN_REVIEW')
  expect(noteReview(looked, 'IN_REVIEW', now)).toBeUndefined()
  expect(after(looked, 'approve').kycStatus).toBe('APPROVED')
  expect(noteReview(after(looked, 'approve'), 'PENDING', now)).toBeUndefined()
})
