import type { XmlElement } from './xml-read.ts'

/**
 * A shape describes one ISO 20022 component once: which keys its value has, in which elements they stand, in the order
 * of the schema. Reading (`shape-read.ts`), writing (`shape-write.ts`) and the tests' generators all follow it, so they cannot disagree.
 */
export type Codec<T> = TextCodec<T> | ContentCodec<T> | RecordCodec<T>

/** What the tests need to make values up; the parse function is what decides. */
export interface TextFacets {
  readonly maxLength?: number
  readonly pattern?: RegExp
  readonly oneOf?: readonly string[]
  readonly is?: 'date' | 'dateTime' | 'count' | 'decimal' | 'boolean'
}

/** A simple type: an element with text alone. `parse` and `format` throw `InvalidText`. */
export interface TextCodec<T> {
  readonly kind: 'text'
  // Methods, for their parameters vary both ways: a codec of anything is a Codec<unknown>.
  parse(text: string): T
  format(value: T): string
  readonly facets: TextFacets
}

/** Text that needs attributes to be understood (an amount and its currency). */
export interface ContentCodec<T> {
  readonly kind: 'content'
  readonly attributes: readonly string[]
  parse(text: string, attributes: Readonly<Record<string, string>>): T
  format(value: T): { readonly text: string; readonly attributes: Readonly<Record<string, string>> }
}

export interface RecordCodec<T> {
  readonly kind: 'record'
  readonly fields: readonly CompiledField[]
  readonly root: PathNode
  readonly choices: readonly Choice[]
  readonly requires: readonly (readonly [key: string, needed: string])[]
  /** A first wrapper that the schema wants even when there is nothing in it. */
  readonly opens: string | undefined
  /** Never there: it carries the type. */
  readonly value?: T
}

/** A text that its simple type does not allow; the reason in words. */
export class InvalidText extends Error {
  override readonly name = 'InvalidText'
}

export type Presence = 'one' | 'optional' | 'many' | 'some'

export interface Field<T, P extends Presence> {
  readonly path: string
  readonly codec: Codec<T>
  readonly presence: P
  readonly least: number
  readonly most: number
}

/** Exactly once. */
export function one<T>(path: string, codec: Codec<T>): Field<T, 'one'> {
  return { path, codec, presence: 'one', least: 1, most: 1 }
}

/** At most once: the key is absent when the element is, also when it is there but empty. */
export function optional<T>(path: string, codec: Codec<T>): Field<T, 'optional'> {
  return { path, codec, presence: 'optional', least: 0, most: 1 }
}

/** A list that is always there, empty or not. */
export function many<T>(path: string, codec: Codec<T>, least = 0): Field<T, 'many'> {
  return { path, codec, presence: 'many', least, most: Number.POSITIVE_INFINITY }
}

/** A list whose key is absent when it would be empty. */
export function some<T>(path: string, codec: Codec<T>, most = Number.POSITIVE_INFINITY): Field<T, 'some'> {
  return { path, codec, presence: 'some', least: 0, most }
}

/** Of these keys at most (or exactly) one: XML Schema's choice. */
export interface Choice {
  readonly keys: readonly string[]
  readonly required: boolean
}

/** Elements that the shape does not know, by path from the value's own element, kept as they came; a repeated one has `[2]` and on after its path. */
export type Unknown = Readonly<Record<string, string | XmlElement>>

export type Fields = Readonly<Record<string, Field<unknown, Presence>>>

type InField<F> = F extends Field<infer T, infer P> ? (P extends 'many' | 'some' ? readonly T[] : T) : never
type OptionalKey<F extends Fields> = {
  [K in keyof F]: F[K]['presence'] extends 'optional' | 'some' ? K : never
}[keyof F]

/** The value that fields describe. `unknown` comes from reading and is not written. */
export type ValueOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKey<F>>]: InField<F[K]>
} & { readonly [K in OptionalKey<F>]?: InField<F[K]> } & { readonly unknown?: Unknown }

export type Value<C> = C extends Codec<infer T> ? T : never

export interface CompiledField extends Field<unknown, Presence> {
  readonly key: string
  readonly segments: readonly string[]
}

/** The elements below a record's own, by name: either one that a field reads, or a wrapper around more of them. */
export interface PathNode {
  readonly path: string
  readonly children: Map<string, PathNode>
  field?: CompiledField
}

/** What holds between the keys of a record. `requires`: the first key is never without the second. */
export interface Rules<K extends string> {
  readonly exactlyOne?: readonly (readonly K[])[]
  readonly atMostOne?: readonly (readonly K[])[]
  readonly requires?: readonly (readonly [K, K])[]
  /** A wrapper around the first fields that is written also when none of them is there. */
  readonly opens?: string
}

/**
 * A component. Keys are our names, paths the elements (`Refs/EndToEndId`: an element within a wrapper that has no key of
 * its own); the order is the schema's.
 */
export function record<const F extends Fields>(
  fields: F,
  rules: Rules<keyof F & string> = {},
): RecordCodec<ValueOf<F>> {
  const root: PathNode = { path: '', children: new Map() }
  const compiled: CompiledField[] = []
  for (const [key, field] of Object.entries(fields)) {
    const segments = field.path.split('/')
    const entry: CompiledField = { ...field, key, segments }
    place(root, entry)
    compiled.push(entry)
  }
  return {
    kind: 'record',
    fields: compiled,
    root,
    choices: [
      ...(rules.exactlyOne ?? []).map(keys => ({ keys, required: true })),
      ...(rules.atMostOne ?? []).map(keys => ({ keys, required: false })),
    ],
    requires: rules.requires ?? [],
    opens: rules.opens,
  }
}

function place(root: PathNode, field: CompiledField): void {
  let node = root
  for (const [index, segment] of field.segments.entries()) {
    if (node.field !== undefined) throw new Error(`${field.path} lies within the element of another field`)
    let next = node.children.get(segment)
    if (next === undefined) {
      next = { path: field.segments.slice(0, index + 1).join('/'), children: new Map() }
      node.children.set(segment, next)
    } else if ([...node.children.keys()].at(-1) !== segment) {
      throw new Error(`${field.path} must stand next to the other fields of ${next.path}`)
    }
    node = next
  }
  if (node.field !== undefined || node.children.size > 0) throw new Error(`${field.path} is described twice`)
  node.field = field
}
