import type { z } from 'zod'

/** One broken rule: `message` is the whole sentence, beginning with the path. */
export interface FieldFailure {
  readonly path: string
  readonly message: string
}

/** The body of a validation refusal (P403) beside its code. */
export interface ValidationFailure {
  readonly errorMessage: string
  readonly errors: readonly FieldFailure[]
}

/** A body that breaks hundreds of rules is not listed in full. */
const failuresMax = 50

type Issue = z.core.$ZodIssue

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  )

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.')

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === ''

/** zod's own words, for the few rules of the schemas that state none. */
const ruleOf = (issue: Issue): string => {
  if (issue.code !== 'invalid_type') return issue.message
  const article = /^[aeiou]/.test(issue.expected) ? 'an' : 'a'
  return issue.message.startsWith('Invalid input') ? `must be ${article} ${issue.expected}` : issue.message
}

/** A rule over several fields knows better than the one that it blames why that one must not be empty. */
const saysItself = (issue: Issue): boolean => issue.code === 'custom' && issue.params?.['saysItself'] === true

const failuresOf = (issue: Issue, input: unknown, whole: string): FieldFailure[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => {
      const path = dotted([...issue.path, key])
      return { path, message: `property ${path} should not exist` }
    })
  }
  if (issue.path.length === 0) return [{ path: '', message: `${whole} ${ruleOf(issue)}` }]
  const path = dotted(issue.path)
  const isEmpty = !saysItself(issue) && isMissing(valueAt(input, issue.path))
  return [{ path, message: `${path} ${isEmpty ? 'should not be empty' : ruleOf(issue)}` }]
}

/**
 * What a schema found wrong with `input`, in the documented wordings, all of it joined in `errorMessage`.
 * `whole` names the input where it is wrong as a whole ("body must be an object"). A field's first failure counts:
 * what is missing is not also of the wrong type.
 */
export const validationFailure = (
  error: z.core.$ZodError,
  input: unknown,
  whole: 'body' | 'query' | 'path' | 'headers',
): ValidationFailure => {
  const byPath = new Map<string, FieldFailure>()
  for (const failure of error.issues.flatMap(issue => failuresOf(issue, input, whole))) {
    if (!byPath.has(failure.path)) byPath.set(failure.path, failure)
  }
  const errors = [...byPath.values()].slice(0, failuresMax)
  return { errorMessage: errors.map(({ message }) => message).join(', '), errors }
}
