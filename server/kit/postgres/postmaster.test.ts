import { expect, test } from 'vitest'
import { sharedBuffers } from './postmaster.ts'

test('the embedded server takes a quarter of the memory for its buffers, 128 MB at least and 1 GB at most', () => {
  const gigabyte = 1024 ** 3
  expect([0.25, 0.5, 1, 2, 4, 64].map(size => sharedBuffers(size * gigabyte))).toEqual([
    '128MB',
    '128MB',
    '256MB',
    '512MB',
    '1024MB',
    '1024MB',
  ])
})
