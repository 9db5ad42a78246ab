import { expect, test } from 'vitest'
import { Lockstep, type Step, step } from './lockstep.ts'

const course = (steps?: readonly Step<string>[]) => {
  const done: string[] = []
  const say = (what: string) => (name: string) => void done.push(`${name} ${what}`)
  const lockstep = new Lockstep<string>({
    setOff: setImmediate,
    steps: [...(steps ?? [say('is admitted')]), say('is read')],
    done: say('is answered'),
    failed: (name, error) => done.push(`${name} fails: ${(error as Error).message}`),
  })
  return { done, lockstep }
}
const settle = () => new Promise(setImmediate)

test('requests that come together do each step together; one that comes later goes by itself', async () => {
  const { done, lockstep } = course()
  lockstep.enter('a')
  lockstep.enter('b')
  await settle()
  lockstep.enter('c')
  await settle()
  expect(done).toEqual([
    'a is admitted',
    'b is admitted',
    'a is read',
    'b is read',
    'a is answered',
    'b is answered',
    'c is admitted',
    'c is read',
    'c is answered',
  ])
})

test('one that waits or fails in a step holds up no other, and does what is left when it may', async () => {
  const waits = Promise.withResolvers<void>()
  const { done, lockstep } = course([
    name => {
      if (name === 'slow') return waits.promise
      if (name === 'late') return Promise.reject(new Error('later'))
      if (name === 'bad') throw new Error('at once')
    },
  ])
  for (const name of ['slow', 'bad', 'late', 'good']) lockstep.enter(name)
  await settle()
  expect(done).toEqual(['bad fails: at once', 'good is read', 'good is answered', 'late fails: later'])
  waits.resolve()
  await settle()
  expect(done.slice(4)).toEqual(['slow is read', 'slow is answered'])
  lockstep.enter('next')
  await settle()
  expect(done.at(-1)).toBe('next is answered')
})

test('what awaits a step lets the others do what comes before it', async () => {
  const done: string[] = []
  const act = async (name: string): Promise<void> => {
    done.push(`${name} decides`)
    await step
    done.push(`${name} writes`)
  }
  await Promise.all([act('a'), act('b')])
  expect(done).toEqual(['a decides', 'b decides', 'a writes', 'b writes'])
})
