import { glob, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../tests/harness/database.ts'
import { keptOfPeople, recordKeepers } from './bind-records.ts'
import type { KeptOfPeople } from './kit/kept-of-people.ts'

/** A column of any table of ours. */
interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
}

/** Ciphertext and fingerprints, free-form content, and ids of users may be about a person, whatever they are called; so may these words. */
const personalTypes = new Set(['bytea', 'json', 'jsonb'])
const personalNames =
  /(^|_)(user_id|owner_id|data_key_id|on_behalf|subject|iban|email|phone|holder|counterparty|remittance|reference|answer|address|ip|path)$|^(first|last|creditor|debtor|sender|receiver)_?name$/
const isPersonal = ({ column, type }: Column): boolean => personalTypes.has(type) || personalNames.test(column)

/** Tables of the sandbox's simulators, whose people are made up; production writes none of them. */
const isSimulated = (table: string): boolean => /^sim_[a-z]+\./.test(table)
/** What the export tells beside the records. */
const otherParts = ['personalData', 'files']

/** What is missing between tables, declarations and the export, each as a sentence that says what to do. */
function gapsOf(
  columns: readonly Column[],
  declared: Readonly<Record<string, KeptOfPeople>>,
  kinds: readonly string[],
) {
  const gaps: string[] = []
  const tables = Map.groupBy(columns, ({ table }) => table)
  const parts = new Set([...kinds, ...otherParts])
  const told = new Set<string>()
  for (const [table, of] of tables) {
    const reasons = of.filter(isPersonal).map(({ column }) => column)
    const by = Object.keys(declared).filter(part => declared[part]?.[table] !== undefined)
    if (by.length > 1) gaps.push(`${table} is declared by ${by.join(' and ')}: leave it to the context that owns it`)
    if (by.length === 0 && reasons.length > 0 && !isSimulated(table))
      gaps.push(
        `${table} may keep something of a person (${reasons.join(', ')}): say in kept-of-people.ts of its context which records of the export tell it and what becomes of it, or that it is about nobody`,
      )
  }
  for (const [part, kept] of Object.entries(declared)) {
    for (const [table, entry] of Object.entries(kept)) {
      const of = tables.get(table)
      if (of === undefined) gaps.push(`${part} declares ${table}, which is no table: take the line away`)
      if (part !== 'kit' && !table.startsWith(`${part}.`)) gaps.push(`${part} declares ${table}, which is not its own`)
      if ('nobody' in entry) continue
      for (const kind of 'told' in entry ? entry.told : []) {
        told.add(kind)
        if (!parts.has(kind)) gaps.push(`${table} is told by ${kind}, which the export has not: add its RecordKeeper`)
      }
      const has = (name: (column: Column) => boolean): boolean => of?.some(name) === true
      if (
        entry.erased === 'with the key' &&
        !has(({ type }) => type === 'bytea') &&
        !has(c => c.column === 'object_key')
      )
        gaps.push(`${table} is erased with the key, and has nothing that is sealed: say what becomes of it`)
      if (typeof entry.erased === 'object' && 'emptied' in entry.erased)
        for (const column of entry.erased.emptied)
          if (!has(c => c.column === column)) gaps.push(`${table} has no column ${column} to empty`)
    }
  }
  for (const kind of parts)
    if (!told.has(kind)) gaps.push(`${kind} of the export tells no table: say which in kept-of-people.ts`)
  return gaps
}

const kinds = recordKeepers.map(({ kind }) => kind)

async function columnsOfOurs(): Promise<Column[]> {
  const database = await createTestDatabase()
  try {
    const { rows } = await database.owner.query<Column>(
      `select nspname || '.' || relname as table, attname as column, format_type(atttypid, null) as type
       from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
       where relkind in ('r', 'p') and not relispartition and attnum > 0 and not attisdropped
         and nspname !~ '^pg_' and nspname not in ('information_schema', 'migration', 'public')`,
    )
    return rows
  } finally {
    await database.drop()
  }
}

test('every table that may keep something of a person says where the person is told it, and what becomes of it', async () => {
  const columns = await columnsOfOurs()
  expect(columns.length).toBeGreaterThan(400)
  expect(gapsOf(columns, keptOfPeople, kinds)).toEqual([])
  expect(new Set(kinds).size).toBe(kinds.length)
})

test('a table that nobody declares, a record of no table and an end that cannot be are found', () => {
  const columns: Column[] = [
    { table: 'cards.card', column: 'sealed', type: 'bytea' },
    { table: 'cards.design', column: 'colour', type: 'text' },
    { table: 'cards.order', column: 'owner_id', type: 'uuid' },
    { table: 'cards.pin', column: 'user_id', type: 'uuid' },
    { table: 'cards.pin', column: 'digits', type: 'text' },
  ]
  const declared: Record<string, KeptOfPeople> = {
    cards: {
      'cards.card': { told: ['cards', 'personalData', 'files'], erased: 'with the key' },
      'cards.gone': { nobody: 'A table of before.' },
      'cards.pin': { untold: 'A secret.', erased: 'with the key' },
    },
    kit: { 'cards.pin': { untold: 'A secret.', erased: { emptied: ['pin'] } } },
  }
  expect(gapsOf(columns, declared, ['cards', 'tokens'])).toEqual([
    expect.stringMatching(/^cards\.order may keep something of a person \(owner_id\): say in kept-of-people\.ts/),
    'cards.pin is declared by cards and kit: leave it to the context that owns it',
    'cards declares cards.gone, which is no table: take the line away',
    'cards.pin is erased with the key, and has nothing that is sealed: say what becomes of it',
    'cards.pin has no column pin to empty',
    'tokens of the export tells no table: say which in kept-of-people.ts',
  ])
  expect(gapsOf(columns, { cards: { 'cards.card': { told: ['chips'], erased: 'with the key' } } }, [])).toContain(
    'cards.card is told by chips, which the export has not: add its RecordKeeper',
  )
})

test('files of people are put into the object store by verification alone, whose rows say whose they are', async () => {
  const allowed = /^server\/(contexts\/kyc|rails\/object-store)\/|^server\/bind-kyc\.ts$/
  const users: string[] = []
  for await (const file of glob('server/**/*.ts', { cwd: new URL('..', import.meta.url) })) {
    if (file.endsWith('.test.ts') || allowed.test(file)) continue
    const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8')
    if (/\bObjectStore\b|rails\/object-store/.test(text)) users.push(file)
  }
  // Whoever is found keeps files that the export and the erasure of kyc know nothing of: keep them through kyc.
  expect(users).toEqual([])
})
