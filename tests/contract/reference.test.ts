import { partnerOpenApi } from '@florin/contract/openapi.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../harness/start-bank.ts'

let bank: Bank

beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

test('the running bank describes itself: the OpenAPI document and pages to try it, without a key', async () => {
  const document = await fetch(`${bank.url}/openapi.json`)
  expect(document.headers.get('content-type')).toContain('application/json')
  expect(await document.json()).toEqual(JSON.parse(JSON.stringify(partnerOpenApi('/'))))
  const pages = await fetch(`${bank.url}/docs`)
  expect(pages.status).toBe(200)
  expect(pages.headers.get('content-type')).toContain('text/html')
})
