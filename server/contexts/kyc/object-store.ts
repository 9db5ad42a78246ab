/**
 * Where files are kept. They come sealed, so whoever keeps them sees nothing; a key is a path of ids.
 * Every method may be repeated. Throws `Unavailable` when the store cannot be reached or does not know us.
 */
export interface ObjectStore {
  /** Durable when it returns. Whatever was under the key before is replaced as a whole. */
  put(key: string, bytes: Buffer): Promise<void>
  /** Undefined where there is nothing under this key. */
  get(key: string): Promise<Buffer | undefined>
  /** Without effect where there is nothing. */
  remove(key: string): Promise<void>
}
