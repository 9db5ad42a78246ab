type PageItem<Page> = { [Name in keyof Page]: Page[Name] extends readonly (infer Item)[] ? Item : never }[keyof Page]

/**
 * All items of a list, page after page, fetched as they are read:
 * `for await (const user of eachItem(query => client.users.listUsers(query))) …`
 */
export async function* eachItem<Page extends { readonly nextCursor: string | null }>(
  readPage: (query: { readonly cursor?: string | undefined }) => Promise<Page>,
): AsyncGenerator<PageItem<Page>, void, undefined> {
  let cursor: string | undefined
  do {
    const page = await readPage({ cursor })
    const items = Object.values(page).find(value => Array.isArray(value)) as readonly PageItem<Page>[] | undefined
    yield* items ?? []
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
