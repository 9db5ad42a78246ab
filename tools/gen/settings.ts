import { configSchema } from '../../server/config.ts'
import type { Generator } from './generator.ts'

const page = 'docs/reference/settings.md'

const defaultOf = (name: string): string => {
  const result = configSchema.shape[name as keyof typeof configSchema.shape].safeParse(undefined)
  if (!result.success || result.data === undefined) return ''
  const value: unknown = result.data
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A page of every setting, from the schema that reads them. */
export const generator: Generator = {
  name: 'settings',
  outputs: [page],
  run: () => {
    const rows = Object.entries(configSchema.shape).map(
      ([name, schema]) => `| \`${name}\` | ${defaultOf(name)} | ${schema.description ?? ''} |`,
    )
    const text = [
      '# Settings',
      '',
      'Read once from the environment when a process starts; an empty value counts as absent. A wrong one ends the process',
      'with its name and the rule. Made from the schema in `server/config.ts`.',
      '',
      '| setting | default | meaning |',
      '|---|---|---|',
      ...rows,
      '',
    ].join('\n')
    return Promise.resolve(new Map([[page, text]]))
  },
}
