import { describe, expect, test } from 'vitest'
import { JsonNumber } from '../kernel/json-number.ts'
import { partnerExchangeBody } from './exchange-bodies.ts'
import { kycUserBody, userPatch } from './user-bodies.ts'

const kycUser = {
  externalUserId: 'customer-17',
  email: 'anna@example.com',
  phone: '+48123456789',
  firstName: 'Anna',
  lastName: 'Nowak',
  city: 'Łódź',
  postCode: '90-001',
  country: 'PL',
  citizenship: 'PL',
}
const complaintsOf = (body: object) =>
  kycUserBody.safeParse(body).error?.issues.map(i => `${i.path.join('.')} ${i.message}`)

describe('both spellings of a generation become one', () => {
  test('an address, or a street with its number', () => {
    expect(kycUserBody.parse({ ...kycUser, address: 'Piotrkowska 1' }).address).toBe('Piotrkowska 1')
    const split = { ...kycUser, street: 'Piotrkowska', number: new JsonNumber('1') }
    expect(kycUserBody.parse(split)).toMatchObject({ address: 'Piotrkowska 1' })
    expect(kycUserBody.parse(split)).not.toHaveProperty('street')
    expect(userPatch.parse({ street: 'Długa', number: '2' })).toEqual({ address: 'Długa 2' })
  })

  test('neither of them, or half of one, is refused', () => {
    expect(complaintsOf(kycUser)).toEqual(['address should not be empty'])
    expect(complaintsOf({ ...kycUser, street: 'Piotrkowska' })).toEqual(['number should not be empty'])
    expect(complaintsOf({ ...kycUser, number: '1', address: '' })).toEqual(['street should not be empty'])
  })

  test('the acceptance of the terms under both names', () => {
    const body = { ...kycUser, address: 'Piotrkowska 1' }
    expect(kycUserBody.parse({ ...body, hasAcceptedP100Tc: true }).hasAcceptedTerms).toBe(true)
    expect(kycUserBody.parse({ ...body, hasAcceptedTerms: 'true' }).hasAcceptedTerms).toBe(true)
    expect(kycUserBody.parse(body).hasAcceptedTerms).toBeUndefined()
  })

  test('lockId and rateLockId', () => {
    const lockId = '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c21'
    const body = { amount: '1', currencyFrom: 'EUR', currencyTo: 'btc' }
    expect(partnerExchangeBody.parse({ ...body, rateLockId: lockId })).toEqual({
      amount: '1',
      currencyFrom: 'eur',
      currencyTo: 'btc',
      lockId,
    })
    expect(partnerExchangeBody.safeParse(body).success).toBe(false)
  })
})

test('null and "" in an optional field are absent', () => {
  const body = { ...kycUser, address: 'Piotrkowska 1', pesel: '', nationality: null, birthDate: '' }
  expect(kycUserBody.parse(body)).toMatchObject({ address: 'Piotrkowska 1' })
  expect(kycUserBody.parse(body).pesel).toBeUndefined()
})
