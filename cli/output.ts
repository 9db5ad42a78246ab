/** Where answers go: people read tables, programs JSON. */
export interface Output {
  readonly isJson: boolean
  readonly write: (text: string) => void
}

type Row = Readonly<Record<string, unknown>>

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '-'
  if (Array.isArray(value)) return value.map(cellOf).join(', ') || '-'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Columns as wide as their widest cell, two spaces apart. */
function tableOf(rows: readonly Row[], columns: readonly string[]): string {
  const lines = [columns, ...rows.map(row => columns.map(column => cellOf(row[column])))]
  const widths = columns.map((_, index) => Math.max(...lines.map(line => [...(line[index] ?? '')].length)))
  const padded = lines.map(line =>
    line
      .map((cell, index) => pad(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${padded.join('\n')}\n`
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - [...text].length))

/** One object: a name and a value a line; an object within it is indented below its name. */
function sheetOf(object: Row, indent = ''): string {
  const names = Object.keys(object)
  const width = Math.max(0, ...names.map(name => name.length))
  return names
    .map(name => {
      const value = object[name]
      const isNested = value !== null && typeof value === 'object' && !Array.isArray(value)
      return isNested
        ? `${indent}${name}\n${sheetOf(value as Row, `${indent}  `)}`
        : `${indent}${pad(name, width)}  ${cellOf(value)}\n`
    })
    .join('')
}

/** Many objects: a table of some of their fields, or all of each in JSON. */
export function showList<T extends object>(
  output: Output,
  rows: readonly T[],
  columns: readonly (keyof T & string)[],
): void {
  if (output.isJson) output.write(`${JSON.stringify(rows, undefined, 2)}\n`)
  else output.write(rows.length === 0 ? 'none\n' : tableOf(rows as readonly Row[], columns))
}

/** One object with all of its fields. */
export function showOne(output: Output, object: object): void {
  output.write(output.isJson ? `${JSON.stringify(object, undefined, 2)}\n` : sheetOf(object as Row))
}
