import { describe, expect, test } from 'vitest'
import { rules } from './rules/index.ts'
import type { Samples, SampleTree } from './samples.ts'
import { source } from './source.ts'
import { tidy } from './tidy.ts'

const sources = (tree: SampleTree) => Object.entries(tree).map(([path, text]) => source(path, text))

describe.each(rules)('$name', rule => {
  const found = (tree: SampleTree) => rule.check(sources(tree)).map(({ path, line }) => `${path}:${line}`)
  const load = async () => ((await import(`./rules/${rule.name}.samples.ts`)) as { samples: Samples }).samples

  test('lets pass what follows it', async () => {
    const { passes } = await load()
    expect(passes.length).toBeGreaterThan(0)
    for (const tree of passes) expect(found(tree), JSON.stringify(tree)).toEqual([])
  })

  test('finds each breach, at its line', async () => {
    const { fails } = await load()
    expect(fails.length).toBeGreaterThan(0)
    for (const { tree, at } of fails) expect(found(tree), JSON.stringify(tree)).toEqual(at)
  })
})

describe('exceptions', () => {
  const report = (text: string, run = rules) =>
    tidy(
      sources({ 'server/app.ts': text }),
      run,
      rules.map(rule => rule.name),
    ).flatMap(({ rule, findings }) => findings.map(({ line }) => `${rule.name}:${line}`))

  test('one with a reason covers its own line and the next, for its own rule only', () => {
    expect(report('// tidy: allow clock: start-up is measured in real time\nDate.now()')).toEqual([])
    expect(report('Date.now() // tidy: allow clock: start-up is measured in real time')).toEqual([])
    expect(report('// tidy: allow clock: start-up is measured in real time\n\nDate.now()')).toEqual([
      'clock:3',
      'exceptions:1',
    ])
    expect(report('Math.random() // tidy: allow clock: start-up is measured in real time')).toEqual([
      'randomness:1',
      'exceptions:1',
    ])
  })

  test('one without a reason covers nothing', () => {
    expect(report('Date.now() // tidy: allow clock')).toEqual(['clock:1', 'exceptions:1'])
    expect(report('Date.now() // tidy: allow clock: because')).toEqual(['clock:1', 'exceptions:1'])
  })

  test('one for a rule that does not exist is found', () => {
    expect(report('x() // tidy: allow clocks: start-up is measured in real time')).toEqual(['exceptions:1'])
  })

  test('one for a rule that was not asked to run is left alone', () => {
    const others = rules.filter(rule => rule.name !== 'clock')
    expect(report('Date.now() // tidy: allow clock: start-up is measured in real time', others)).toEqual([])
  })
})
