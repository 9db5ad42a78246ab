/** What a store needs of a database: a pool, or a connection with an open transaction. */
export interface Sql {
  query<R = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>
}
