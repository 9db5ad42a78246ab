// What kind of file a path is. Every rule asks here, so that "a test" means the same thing to all of them.

export const isCode = (path: string): boolean => /\.(ts|tsx|mts|cts|js|mjs|cjs)$/.test(path)

export const isGenerated = (path: string): boolean => /(^|\/)generated\/|\.generated\./.test(path)

/** Tests, what they are built from (tests/, testing/), and the suites that a simulator and its adapter share. */
export const isTest = (path: string): boolean =>
  /\.(test|long|bench|conformance|samples)\.tsx?$|^tests\/|\/testing\//.test(path)

/** Code that runs on our servers: the place where sockets, time, chance and SQL have one door each. */
export const isServerSide = (path: string): boolean =>
  isCode(path) && /^(server|contract)\//.test(path) && !isTest(path) && !isGenerated(path)
