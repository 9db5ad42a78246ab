import type { ClientBase } from 'pg'

/**
 * Sees to it that the login role `role` exists; it owns nothing, and migrations grant it what it may do. Roles belong
 * to the whole cluster while advisory locks belong to one database, so two databases migrated at once may both try:
 * the loser's duplicate is ignored. A given `password` is set when the role is made or has another one.
 * Throws with the SQL to run when the role is missing and this user may not make it.
 */
export async function ensureRole(client: ClientBase, role: string, password?: string): Promise<void> {
  const name = client.escapeIdentifier(role)
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) {
    const secret = password === undefined ? '' : ` password ${client.escapeLiteral(password)}`
    try {
      await client.query(`create role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls${secret}`)
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === '42501') throw new Error(lackingCreateRole(role, name, await currentUser(client)), { cause: error })
      // 42710 duplicate_object, 23505 when both inserted at the same moment.
      if (code !== '42710' && code !== '23505') throw error
    }
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
    'then start again, with DATABASE_URL connecting as that role.'
  )
}
