import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { endpoints, queryOf } from '../index.ts'
import { JsonNumber } from './json-number.ts'
import { validationFailure } from './validation.ts'

const failureOf = (schema: z.ZodType, input: unknown) => {
  const read = schema.safeParse(input)
  return read.success ? undefined : validationFailure(read.error, input, 'body')
}

describe('what a broken request is told', () => {
  test('a missing, null or empty required field should not be empty, whatever its type', () => {
    for (const amount of [undefined, null, '']) {
      expect(failureOf(endpoints.createTransfer.body, { amount, currency: 'eur' })).toEqual({
        errorMessage: 'amount should not be empty',
        errors: [{ path: 'amount', message: 'amount should not be empty' }],
      })
    }
  })

  test('all failures are joined in the one string, in the order of the schema', () => {
    const body = { externalUserId: 'a/b', documentType: 'DRIVING', documentExpiryDate: '2026-02-30' }
    expect(failureOf(endpoints.startVerification.body, body)?.errorMessage).toBe(
      'externalUserId must not contain "/" or control characters, ' +
        'documentType must be one of the following values: PASSPORT, ID_CARD, RESIDENCE_PERMIT, ' +
        'documentNumber should not be empty, ' +
        'documentExpiryDate must be a date (YYYY-MM-DD)',
    )
  })

  test('a rule over several fields says itself what is missing', () => {
    expect(failureOf(endpoints.replayEvents.body, {})?.errorMessage).toBe(
      'type should not be empty when there is no other of type, subject, fromSequence, toSequence, undelivered',
    )
    expect(failureOf(endpoints.advanceClock.body, {})?.errorMessage).toBe('advanceMs should not be empty')
  })

  test('a wrong type is named', () => {
    expect(failureOf(endpoints.getUser.params, { externalUserId: new JsonNumber('1') })?.errorMessage).toBe(
      'externalUserId must be a string',
    )
    expect(failureOf(endpoints.updateIpAllowlist.body, { ranges: 'x' })?.errorMessage).toBe('ranges must be an array')
    expect(failureOf(endpoints.createTransfer.body, [])?.errorMessage).toBe('body must be an object')
  })

  test('an unknown query parameter should not exist, also where the endpoint has none', () => {
    expect(failureOf(queryOf(endpoints.getUser), { foo: '1', bar: '2' })?.errors).toEqual([
      { path: 'foo', message: 'property foo should not exist' },
      { path: 'bar', message: 'property bar should not exist' },
    ])
  })

  test('a place inside of a list or an object is told by its path', () => {
    expect(failureOf(endpoints.updateIpAllowlist.body, { ranges: ['10.0.0.0/8', '300.1.1.1'] })?.errors).toEqual([
      { path: 'ranges.1', message: 'ranges.1 must be an IP address or a range in CIDR notation' },
    ])
    expect(
      failureOf(endpoints.updateWebhookSettings.body, { overrides: { 'no.such': 'https://a.example' } })?.errors,
    ).toEqual([{ path: 'overrides.no.such', message: 'property overrides.no.such should not exist' }])
  })

  test('unknown body fields are ignored', () => {
    const read = endpoints.createTransfer.body.safeParse({ amount: '1', currency: 'eur', foo: 1 })
    expect(read.data).toEqual({ amount: '1', currency: 'eur' })
  })
})
