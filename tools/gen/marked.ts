/**
 * Replaces what stands between `<!-- generated: name -->` and `<!-- end: name -->`, each on a line of its own, in a page
 * that is otherwise written by hand. Throws when the page has no such marks: then the text would be lost.
 */
export function replaceMarked(page: string, name: string, text: string): string {
  const begin = `<!-- generated: ${name} -->\n`
  const end = `<!-- end: ${name} -->`
  const from = page.indexOf(begin)
  const to = page.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`the page has no marks for "${name}": ${begin.trim()} … ${end}`)
  return `${page.slice(0, from + begin.length)}${text.trim()}\n${page.slice(to)}`
}
