import type { Rule } from '../source.ts'
import { clock } from './clock.ts'
import { contextShape } from './context-shape.ts'
import { decisions } from './decisions.ts'
import { dependencies } from './dependencies.ts'
import { environment } from './environment.ts'
import { escapes } from './escapes.ts'
import { fileLength } from './file-length.ts'
import { focus } from './focus.ts'
import { leftovers } from './leftovers.ts'
import { machinePaths } from './machine-paths.ts'
import { names } from './names.ts'
import { randomness } from './randomness.ts'
import { sleeps } from './sleeps.ts'
import { sockets } from './sockets.ts'
import { sql } from './sql.ts'

/** All of them. Each has its samples beside it, `<name>.samples.ts`; the test refuses a rule without. */
export const rules: readonly Rule[] = [
  clock,
  contextShape,
  decisions,
  dependencies,
  environment,
  escapes,
  fileLength,
  focus,
  leftovers,
  machinePaths,
  names,
  randomness,
  sleeps,
  sockets,
  sql,
]
