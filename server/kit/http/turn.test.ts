import { expect, test } from 'vitest'
import { step, turn } from './turn.ts'

test('requests that come together do each step together; one that comes later has a turn of its own', async () => {
  const done: string[] = []
  const request = async (name: string): Promise<void> => {
    await turn()
    done.push(`${name} is admitted`)
    await step
    done.push(`${name} is read`)
    await step
    done.push(`${name} is answered`)
  }
  await Promise.all([request('a'), request('b')])
  await request('c')
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
