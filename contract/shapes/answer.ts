import { z } from 'zod'

/** A field name that an answer may not have is a fault of ours, so answers are strict where requests are lenient. */
export const answer = z.strictObject

/** A shape that the reference and the SDK call by this name. */
export const namedAnswer = <const S extends z.core.$ZodLooseShape>(id: string, shape: S) =>
  z.strictObject(shape).meta({ id })

/** One page of a list: newest first unless the endpoint says otherwise; `nextCursor` is null on the last page. */
export const listOf = <const Name extends string, T extends z.ZodType>(name: Name, item: T) =>
  z.strictObject({ [name]: z.array(item), nextCursor: z.string().nullable() } as {
    [K in Name]: z.ZodArray<T>
  } & { nextCursor: z.ZodNullable<z.ZodString> })

/** A count or position of an answer. */
export const wholeNumber = z.number().int()
