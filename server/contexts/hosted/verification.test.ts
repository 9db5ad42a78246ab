import { hostedStates } from '@florin/contract/shapes/hosted.ts'
import { expect, test } from 'vitest'
import { statesOf } from '../../kit/machine.ts'
import {
  chooseDocument,
  consent,
  countFiles,
  hostedMachine,
  isUsable,
  newVerification,
  openLink,
  partsToSend,
  refuseFile,
  refuseIncomplete,
  reopen,
  replaceLink,
  submit,
} from './verification.ts'

const now = new Date('2026-03-02T09:30:00Z')
const tomorrow = new Date('2026-03-03T09:30:00Z')
const token = Buffer.alloc(32, 1)
const given = {
  partnerId: 'p',
  id: 'v',
  userId: 'u',
  externalUserId: 'x',
  locale: null,
  successUrl: null,
  errorUrl: null,
  dataKeyId: 'k',
}
const made = newVerification(given, now).next
const opened = openLink(made, token, now)?.next ?? made
const sealedDocument = Buffer.from('sealed')

test('the states are those of the contract', () => {
  expect(statesOf(hostedMachine)).toEqual([...hostedStates])
})

test('a link is opened once, within its day', () => {
  expect(opened).toMatchObject({ state: 'OPEN', tokenHash: token, openedAt: now })
  expect(openLink(opened, Buffer.alloc(32, 2), now)).toBeUndefined()
  expect(openLink(made, token, tomorrow)).toBeUndefined()
  expect(isUsable(made, now)).toBe(false)
  expect(isUsable(opened, now)).toBe(true)
  expect(isUsable(opened, tomorrow)).toBe(false)
})

test('consent is given once, and stays', () => {
  const agreed = consent(opened, now)
  expect(agreed?.next.consentedAt).toEqual(now)
  expect(consent(agreed?.next ?? opened, tomorrow)).toBeUndefined()
})

test('pictures of another kind of document do not count, those of the face do', () => {
  const idCard = chooseDocument(opened, { documentType: 'ID_CARD', sealedDocument }).next
  const full = (['FRONT', 'BACK', 'SELFIE', 'FRONT'] as const).reduce(
    (verification, part) => countFiles(verification, [part]).next,
    idCard,
  )
  expect(full).toMatchObject({ parts: ['FRONT', 'BACK', 'SELFIE'], uploads: 4 })
  expect(partsToSend(full)).toEqual([])
  const passport = chooseDocument(full, { documentType: 'PASSPORT', sealedDocument }).next
  expect(passport.parts).toEqual(['SELFIE'])
  expect(partsToSend(passport)).toEqual(['FRONT'])
})

test('what was submitted is sent again only within the link’s day, with all its pictures', () => {
  const sent = submit(countFiles(opened, ['FRONT']).next, now).next
  expect(sent).toMatchObject({ state: 'SUBMITTED', submittedAt: now })
  expect(isUsable(sent, now)).toBe(false)
  expect(reopen(sent, now)?.next).toMatchObject({ state: 'OPEN', submittedAt: null, parts: [] })
  expect(reopen(sent, tomorrow)).toBeUndefined()
  expect(reopen(opened, now)).toBeUndefined()
})

test('a replaced link leads nowhere', () => {
  for (const verification of [made, opened]) {
    const replaced = replaceLink(verification).next
    expect(openLink(replaced, token, now)).toBeUndefined()
    expect(isUsable(replaced, now)).toBe(false)
    expect(() => submit(replaced, now)).toThrow(/not possible/)
  }
})

test('a picture is taken only by a living link, after consent, and not for ever', () => {
  const agreed = consent(opened, now)?.next ?? opened
  expect(() => refuseFile(agreed, now)).not.toThrow()
  expect(() => refuseFile(agreed, tomorrow)).toThrow('This link leads nowhere any more.')
  expect(() => refuseFile(opened, now)).toThrow('hasAgreed must be true first')
  expect(() => refuseFile({ ...agreed, uploads: 40 }, now)).toThrow('files were sent too often: ask for a new link')
})

test('what is missing is named before anything is submitted: consent, then the document, then its pictures', () => {
  expect(() => refuseIncomplete(opened)).toThrow('hasAgreed must be true first')
  const agreed = consent(opened, now)?.next ?? opened
  expect(() => refuseIncomplete(agreed)).toThrow('documentType should not be empty')
  const passport = chooseDocument(agreed, { documentType: 'PASSPORT', sealedDocument }).next
  expect(() => refuseIncomplete(countFiles(passport, ['FRONT']).next)).toThrow('selfie is missing')
  expect(() => refuseIncomplete(countFiles(passport, ['FRONT', 'SELFIE']).next)).not.toThrow()
})
