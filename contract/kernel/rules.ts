import { z } from 'zod'

/** What a rule over several fields found: the field that it blames and the end of a sentence about it. */
export interface Finding {
  readonly path: string
  readonly message: string
}

/**
 * A check over a whole object that also runs when single fields have failed already, so that one answer names every
 * failure. The rule therefore sees what did parse and must stay silent about what did not.
 */
export const rule = (find: (value: Readonly<Record<string, unknown>>) => readonly Finding[]) => {
  const check = z.check<Record<string, unknown>>(payload => {
    if (typeof payload.value !== 'object' || payload.value === null) return
    for (const { path, message } of find(payload.value)) {
      payload.issues.push({ code: 'custom', path: [path], message, input: payload.value, params: { saysItself: true } })
    }
  })
  check._zod.def.when = () => true
  return check
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/** At least one of these fields is there; the first is blamed. */
export const requireOneOf = (...fields: readonly [string, ...string[]]) =>
  rule(value =>
    fields.some(field => isPresent(value[field])) ? [] : [{ path: fields[0], message: 'should not be empty' }],
  )

/** Two fields that must not hold the same text. */
export const mustDiffer = (field: string, from: string) =>
  rule(value =>
    typeof value[field] === 'string' && value[field] === value[from]
      ? [{ path: field, message: `must differ from ${from}` }]
      : [],
  )

/** Two instants, or two whole numbers, in order. */
export const mustNotPrecede = (field: string, earlier: string) =>
  rule(value => {
    const { [field]: end, [earlier]: start } = value
    const comparable =
      (end instanceof Date && start instanceof Date) || (typeof end === 'number' && typeof start === 'number')
    return comparable && end < start ? [{ path: field, message: `must not be before ${earlier}` }] : []
  })
