/** What a store needs of a database: a pool, or a connection with an open transaction. */
export interface Sql {
  // biome-ignore lint: rows are typed by the store that wrote the statement.
  query<R = Record<string, any>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>
}
