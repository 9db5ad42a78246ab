import { commonErrors, type Endpoint, type ErrorCode, errors, isMutating } from '@florin/contract/index.ts'
import { expect } from 'vitest'
import { formOf } from '../harness/pictures.ts'
import type { CallParts } from './faults.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface RawOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, instead of the parts' body. */
  readonly rawBody?: string
}

export const pathOf = (e: Endpoint, { params = {}, query = {} }: CallParts, path = e.path): string => {
  const filled = path.replaceAll(/:(\w+)/g, (_whole: string, name: string) =>
    encodeURIComponent(params[name] ?? 'none'),
  )
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return search.size === 0 ? filled : `${filled}?${search.toString()}`
}

const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errors, code)

/** What holds of every answer, whatever was asked. */
function checkAnswer(e: Endpoint, { status, headers, text, body }: Reply): void {
  expect(headers.get('x-request-id'), text).toMatch(/^[0-9a-f-]{36}$/)
  if (status === (e.status ?? 200)) {
    expect(e.response.safeParse(body).error?.issues ?? [], text).toEqual([])
    return
  }
  const { errorCode, errorName, errorMessage } = body
  if (!isCode(errorCode)) throw new Error(`not a documented refusal: ${status} ${text}`)
  expect([...commonErrors, ...e.errors], `declared by the endpoint: ${text}`).toContain(errorCode)
  expect(errorCode, `a fault of ours: ${text}`).not.toBe('P500')
  expect(status, text).toBe(errors[errorCode].status)
  expect(errorName, text).toBe(errorCode === 'P403' ? undefined : errors[errorCode].name)
  expect(errorMessage, text).toEqual(expect.stringMatching(/./))
}

/** Sends one call as it is told and holds the answer against the contract. */
export async function ask(
  baseUrl: string,
  credentials: Readonly<Record<string, string>>,
  e: Endpoint,
  parts: CallParts,
  { headers = {}, rawBody }: RawOptions & { readonly path?: string } = {},
  path = e.path,
): Promise<Reply> {
  const form = rawBody === undefined && parts.files !== undefined ? formOf(parts.files) : undefined
  const body = form ?? rawBody ?? (parts.body === undefined ? undefined : JSON.stringify(parts.body))
  const isJson = body !== undefined && form === undefined
  const response = await fetch(baseUrl + pathOf(e, parts, path), {
    method: e.method,
    headers: { ...credentials, ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined || !isMutating(e) ? {} : { body }),
  })
  const text = await response.text()
  const isJsonAnswer = response.headers.get('content-type')?.includes('json') === true
  const reply: Reply = {
    status: response.status,
    headers: response.headers,
    text,
    body: isJsonAnswer ? (JSON.parse(text) as Record<string, unknown>) : {},
  }
  if (isJsonAnswer) checkAnswer(e, reply)
  return reply
}
