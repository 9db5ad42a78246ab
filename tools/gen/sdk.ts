import { endpoints, operatorEndpoints } from '../../contract/index.ts'
import type { Generator } from './generator.ts'
import { resourcesFile } from './sdk/resources.ts'
import { errorCodesFile, eventsFile, typesFile } from './sdk/types.ts'

const FOLDER = 'sdk/generated/'
const head = '// Generated from contract/ by `npm run gen`. Do not edit.\n\n'

/** The client's resources and types. */
export const generator: Generator = {
  name: 'sdk',
  outputs: [FOLDER],
  run: async () => {
    const files: [string, string][] = [
      ['types.ts', typesFile(endpoints)],
      ['resources.ts', resourcesFile(endpoints, 'partnerResources', './types.ts')],
      ['operator-types.ts', typesFile(operatorEndpoints)],
      ['operator-resources.ts', resourcesFile(operatorEndpoints, 'operatorResources', './operator-types.ts')],
      ['events.ts', eventsFile()],
      ['error-codes.ts', errorCodesFile()],
    ]
    return new Map(files.map(([name, text]) => [FOLDER + name, head + text]))
  },
}
