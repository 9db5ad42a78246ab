import { Client, type ClientBase } from 'pg'
import { sqlState } from './connect.ts'

/** The database lacks a role or a right that this user may not give itself: the message has the SQL to run. */
export class LacksRight extends Error {
  override readonly name = 'LacksRight'
}

/**
 * Sees to it that the login role `role` exists; it owns nothing, and migrations grant it what it may do. Roles belong
 * to the whole cluster while advisory locks belong to one database, so two databases migrated at once may both try:
 * the loser's duplicate is ignored. A given `password` is set when the role is made or has another one.
 * Throws `LacksRight` with the SQL to run when the role is missing and this user may not make it.
 */
export async function ensureRole(client: ClientBase, role: string, password?: string): Promise<void> {
  const name = client.escapeIdentifier(role)
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) {
    const secret = password === undefined ? '' : ` password ${client.escapeLiteral(password)}`
    try {
      await client.query(`create role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls${secret}`)
    } catch (error) {
      const code = sqlState(error)
      if (code === '42501')
        throw new LacksRight(lackingCreateRole(role, name, await currentUser(client)), { cause: error })
      // 42710 duplicate_object, 23505 when both inserted at the same moment.
      if (code !== '42710' && code !== '23505') throw error
    }
  }
}

/**
 * Sees to it that the user `member`, who is another than `role`, may become it: by the owner's own right where that is
 * enough (from PostgreSQL 16 on whoever made a role may grant it; before, whoever has CREATEROLE).
 * Throws `LacksRight` with the SQL to run when it is not.
 */
export async function ensureMember(owner: ClientBase, role: string, member: string): Promise<void> {
  // A superuser may become anybody. Before PostgreSQL 16 every member may become the role.
  const { rows } = await owner.query<{ may: boolean; options: boolean }>(
    `select pg_has_role($1::name, $2::name, case when options then 'SET' else 'MEMBER' end) as may, options
     from (select current_setting('server_version_num')::int >= 160000 as options) as server`,
    [member, role],
  )
  if (rows[0]?.may === true) return
  const grant = `grant ${owner.escapeIdentifier(role)} to ${owner.escapeIdentifier(member)}`
  try {
    // Its rights are put on by `set role` alone.
    await owner.query(rows[0]?.options === true ? `${grant} with inherit false, set true` : grant)
  } catch (error) {
    if (sqlState(error) !== '42501') throw error
    throw new LacksRight(lackingMembership(role, member, grant), { cause: error })
  }
}

/** Who connects by a URL. It is asked: without a user in it, the environment says who, and a pooler may have it otherwise. */
export async function userOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url, application_name: 'florin migrate' })
  client.on('error', () => undefined) // The statement under way reports it.
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>('select session_user::text as name')
    return rows[0]?.name ?? ''
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function currentUser(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ user: string }>('select quote_ident(current_user) as user')
  return rows[0]?.user ?? 'the owner'
}

function lackingCreateRole(role: string, name: string, owner: string): string {
  return (
    `The role "${role}" does not exist and ${owner} may not make it. ` +
    `As a superuser run: create role ${name} login password '<a password>'; ` +
    'then start again, with DATABASE_URL connecting as that role ' +
    `(to go on with one URL for both, run also: grant ${name} to ${owner};).`
  )
}

/** What is to be done where `member` may not become `role`. */
function lackingMembership(role: string, member: string, grant: string): string {
  return (
    `The application runs as the role "${role}", which "${member}" may not become. ` +
    `As a superuser run: ${grant}; ` +
    'then start again; or let DATABASE_URL connect as that role.'
  )
}
