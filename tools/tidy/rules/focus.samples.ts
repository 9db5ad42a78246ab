import type { Samples } from '../samples.ts'

const path = 'server/app.test.ts'

export const samples: Samples = {
  passes: [
    { [path]: "test('only what is owed', () => {})\nexpect(x.skip).toBe(1)" },
    { [path]: "// The schemas are not ours to give away.\ntest.skipIf(!folder)('is valid', () => {})" },
    { [path]: "test.runIf(isLinux)('binds', () => {}) // other systems have no such socket" },
    { 'server/list.ts': 'test.only' },
  ],
  fails: [
    { tree: { [path]: "test.only('x', () => {})" }, at: [`${path}:1`] },
    { tree: { [path]: "\ndescribe.skip('x', () => {})" }, at: [`${path}:2`] },
    { tree: { [path]: "it.concurrent.only.each([1])('x', () => {})" }, at: [`${path}:1`] },
    { tree: { [path]: "test.todo('x')\n\nxit('y', () => {})" }, at: [`${path}:1`, `${path}:3`] },
  ],
}
