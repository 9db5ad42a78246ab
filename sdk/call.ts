/** One request, before it has a server and a key. */
export interface CallRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With every parameter filled in and encoded. */
  readonly path: string
  /** Fields of other types than text are written as JSON writes them; undefined ones are left out. */
  readonly query?: object | undefined
  readonly body?: object | undefined
  /** Sent as `multipart/form-data`, instead of a body: the parts by name, lists in their order. */
  readonly files?: Readonly<Record<string, Blob | readonly Blob[] | undefined>> | undefined
}

export interface CallOptions {
  /** Your own key for this change; one is made when you give none. Ignored for reads. */
  readonly idempotencyKey?: string | undefined
  /** Ends the call, its waits and its tries. */
  readonly signal?: AbortSignal | undefined
  /** Of each try. */
  readonly timeoutMs?: number | undefined
}

export type Call = <Answer>(request: CallRequest, options?: CallOptions) => Promise<Answer>
export type CallText = (request: CallRequest, media: string, options?: CallOptions) => Promise<string>

/**
 * A value as one segment of a path. Throws RangeError for what no URL can carry there: nothing at all, and the dots
 * that every URL parser takes for "this folder" and "the one above".
 */
export const segment = (value: string): string => {
  if (value === '' || value === '.' || value === '..') throw new RangeError(`"${value}" cannot be part of a path`)
  return encodeURIComponent(value)
}

const queryText = (query: object): string => {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, String(value)])).toString()
}

/** The whole URL of a request. `baseUrl` may have a path of its own. */
export const urlOf = (baseUrl: string, { path, query }: CallRequest): string => {
  const search = query === undefined ? '' : queryText(query)
  return `${baseUrl.replace(/\/+$/, '')}${path}${search === '' ? '' : `?${search}`}`
}
