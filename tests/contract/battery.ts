import { type Endpoint, isMutating } from '@florin/contract/index.ts'
import { bodyExample, queryExample } from '@florin/contract/openapi/request-examples.ts'
import { describe, expect, test } from 'vitest'
import { ask, type RawOptions, type Reply } from './ask.ts'
import { type CallParts, faultsOf } from './faults.ts'

/** Who calls: `owner` made the sample and may do everything; the others fail in one way each (`lesser`: no scope or role). */
export type Who = 'owner' | 'stranger' | 'lesser' | 'wrongModel'

export interface OwnedCall extends CallParts {
  readonly credentials: Readonly<Record<string, string>>
}

/** What the battery needs to know of a running server; the rest it reads from the contract. */
export interface Target {
  readonly baseUrl: () => string
  /** The headers of a caller of this endpoint; undefined where there is no such caller. */
  readonly credentials: (e: Endpoint, who: Who) => Readonly<Record<string, string>> | undefined
  /** Headers of nobody, and the marks that the refusal bears. */
  readonly nobody: readonly (readonly [Readonly<Record<string, string>>, string])[]
  /** A call that is done. */
  readonly sample: (id: string) => Promise<OwnedCall>
}

const unknownId = '019c0000-0000-7000-8000-000000000000'

/** Names of fields that point to a thing which may be another partner's. */
const pointers = new Set(
  `externalUserId sourceExternalUserId destinationExternalUserId lockId rateLockId transferId exchangeId eventId keyId
  partnerId userId overrideId caseId poaId fileId operatorId jobId`.split(/\s+/),
)

const pointingElsewhere = (fields: Readonly<Record<string, unknown>> | undefined) =>
  fields &&
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      !pointers.has(name) ? value : name.endsWith('UserId') ? 'no-such-user' : unknownId,
    ]),
  )

const hasPointers = ({ params, query, body }: CallParts): boolean =>
  [params, query, body].some(fields => Object.keys(fields ?? {}).some(name => pointers.has(name)))

const outcomeOf = ({ status, body }: Reply) => ({ status, body })

/** What holds of one endpoint, from its literal. */
export function describeEndpoint(id: string, e: Endpoint, target: Target): void {
  const example: CallParts = { params: {}, query: queryExample(id, e), body: bodyExample(id, e) ?? {} }
  const send = (
    credentials: Readonly<Record<string, string>>,
    parts: CallParts,
    options: RawOptions = {},
    path = e.path,
  ): Promise<Reply> => ask(target.baseUrl(), credentials, e, parts, options, path)
  const owner = (): Readonly<Record<string, string>> => target.credentials(e, 'owner') ?? {}

  describe(id, () => {
    for (const [headers, mark] of target.nobody) {
      test(`is closed to who is not known (${mark})`, async () => {
        for (const path of [e.path, ...(e.aliases ?? [])]) {
          const { status, body } = await send(headers, example, {}, path)
          expect({ status, body }).toEqual({
            status: 401,
            body: { errorCode: 'P401', errorName: 'access-denied', errorMessage: `Access Denied. ${mark}` },
          })
        }
      })
    }

    for (const fault of faultsOf(e)) {
      test(`is refused ${fault.what}`, async () => {
        const { status, body, text } = await send(owner(), fault.apply(example))
        expect(status, text).toBe(400)
        expect(body.errorCode, text).toBe('P403')
        const failures = body.errors as { path: string; message: string }[]
        const own = failures.find(({ path }) => path === fault.path || path.startsWith(`${fault.path}.`))
        expect(own, text).toBeDefined()
        if (fault.message !== undefined) expect(own?.message).toBe(fault.message)
        expect(body.errorMessage).toBe(failures.map(({ message }) => message).join(', '))
      })
    }

    if (isMutating(e)) {
      test.each<[string, RawOptions]>([
        ['a body that is not JSON', { rawBody: '{"amount":' }],
        ['a body that is a list', { rawBody: '[]' }],
        ['a body that is a number', { rawBody: '7' }],
        ['a body that is too large', { rawBody: JSON.stringify({ filler: 'x'.repeat(1_100_000) }) }],
        [
          'a body of another type',
          { rawBody: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        ],
        ['a body that is a text', { rawBody: '"amount"' }],
      ])('is refused with %s', async (_what, options) => {
        const { status, body, text } = await send(owner(), example, options)
        expect({ status, errorCode: body.errorCode }, text).toEqual({ status: 400, errorCode: 'P403' })
      })
    }

    const wrongModel = target.credentials(e, 'wrongModel')
    if (wrongModel !== undefined) {
      test('is refused to a partner of the other model', async () => {
        expect((await send(wrongModel, example)).body.errorCode).toBe('P491')
      })
    }

    const lesser = target.credentials(e, 'lesser')
    if (lesser !== undefined) {
      test('is refused to who lacks the scope or the role', async () => {
        const { status, body } = await send(lesser, example)
        expect({ status, errorCode: body.errorCode }).toEqual({ status: 403, errorCode: 'P492' })
      })
    }

    test('does what it says, and answers as its schema says', async () => {
      const { credentials, ...parts } = await target.sample(id)
      for (const path of isMutating(e) ? [e.path] : [e.path, ...(e.aliases ?? [])]) {
        const { status, text } = await send(credentials, parts, {}, path)
        expect(status, text).toBe(e.status ?? 200)
      }
    })

    test('tells a stranger nothing: what is another’s is answered as what does not exist', async () => {
      const { credentials: _own, ...parts } = await target.sample(id)
      const stranger = target.credentials(e, 'stranger')
      if (stranger === undefined || !hasPointers(parts) || e.errors.includes('P411')) return
      const elsewhere = {
        ...parts,
        params: pointingElsewhere(parts.params) as Record<string, string>,
        query: pointingElsewhere(parts.query) ?? {},
        ...(parts.body === undefined ? {} : { body: pointingElsewhere(parts.body) ?? {} }),
      }
      const asked = await send(stranger, parts)
      expect(asked.status, asked.text).toBeGreaterThanOrEqual(400)
      expect(outcomeOf(asked)).toEqual(outcomeOf(await send(stranger, elsewhere)))
    })

    if (isMutating(e)) {
      test('acts once under one Idempotency-Key, and refuses the key for another body', async () => {
        const { credentials, ...parts } = await target.sample(id)
        const headers = { 'idempotency-key': `battery-${id}` }
        const first = await send(credentials, parts, { headers })
        expect(first.status, first.text).toBe(e.status ?? 200)
        expect(first.headers.get('idempotent-replayed')).toBeNull()
        const again = await send(credentials, parts, { headers })
        expect(again.headers.get('idempotent-replayed')).toBe('true')
        expect(again.status).toBe(first.status)
        if (e.secrets === undefined) expect(again.text).toBe(first.text)
        for (const secret of e.secrets ?? []) {
          expect(again.text).not.toContain(String(first.body[secret]))
          expect({ ...again.body, [secret]: '' }).toEqual({ ...first.body, [secret]: '' })
        }
        const change =
          parts.files === undefined
            ? { body: { ...parts.body, unknownField: 1 } }
            : { files: parts.files.map(([name, bytes]) => [name, Buffer.concat([bytes, Buffer.of(0)])] as const) }
        const other = await send(credentials, { ...parts, ...change }, { headers })
        expect({ status: other.status, errorCode: other.body.errorCode }).toEqual({ status: 409, errorCode: 'P409' })
      })
    }
  })
}
