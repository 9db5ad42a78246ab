import type { Generator } from './generator.ts'

/** All generators, one line each: a module that exports `generator`. Loaded when it runs, so that they stay apart. */
export const registry: Readonly<Record<string, () => Promise<{ generator: Generator }>>> = {
  decisions: () => import('./decisions.ts'),
  openapi: () => import('./openapi.ts'),
  'error-codes': () => import('./error-codes.ts'),
  schema: () => import('./schema.ts'),
  sdk: () => import('./sdk.ts'),
  diagrams: () => import('./diagrams.ts'),
  settings: () => import('./settings.ts'),
  hosted: () => import('./hosted.ts'),
}
