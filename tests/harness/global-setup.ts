import type { TestProject } from 'vitest/node'
import { startTestServer, type TestServer, useTestServer } from './test-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

/**
 * One PostgreSQL for the whole run. TEST_DATABASE_OWNER_URL names a server to use instead of the embedded one, by a
 * superuser's URL, e.g. to run the suite on another version.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const external = process.env['TEST_DATABASE_OWNER_URL']
  const { server, stop } = external ? await useTestServer(external) : await startTestServer()
  project.provide('testServer', server)
  return stop
}
