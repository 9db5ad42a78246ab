import type { Samples } from '../samples.ts'

const at = 'server/contexts/users/create-user.ts'
const broken = (code: string) => ({ tree: { [at]: code }, at: [`${at}:1`] })

export const samples: Samples = {
  passes: [
    { 'server/contexts/users/store.ts': 'await client.query(`select id from users where id = $1`, [id])' },
    { 'server/kit/jobs/job-store.ts': "export const claim = 'update jobs set attempt = attempt + 1'" },
    {
      'server/kit/postgres/migrate.ts': "await client.query('begin')",
      'migrations/0001-ledger.sql': 'create table x ()',
    },
    { 'server/contexts/users/store.test.ts': "client.query('select 1')", 'tools/gen.ts': "'select 1'" },
    { [at]: "throw new Error('select a card first')\nconst t = 'update the user, then set the flag'" },
    {
      [at]: "const a = 'with care'\nconst b = 'Delete the key'\nconst c = 'commit the row'\nconst d = 'create account'",
    },
    { [at]: "const b = 'call me'\nconst e = 'notify partners of it'\nconst f = 'values'\nconst g = request.query" },
  ],
  fails: [
    broken('const q = `\n  select id\n  from users`'),
    broken("const q = 'SELECT 1'"),
    broken("const q = 'select post_entries($1)'"),
    broken('const q = `select ${columns} from ${table} where id = $1`'),
    broken("const q = 'insert into users (id) values ($1)'"),
    broken("const q = 'update users.users u set name = $1'"),
    broken("const q = 'delete from users'"),
    broken("const q = 'with due as (select 1) select * from due'"),
    broken("const q = 'copy users from stdin'"),
    broken("const q = 'create unique index x on y (z)'"),
    broken("await f('begin isolation level serializable')"),
    broken("const q = 'set local lock_timeout = 100'"),
    broken('const q = `notify jobs`'),
    broken('await client.query(text, values)'),
    broken('const q = sql`x`'),
  ],
}
