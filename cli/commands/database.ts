import type { Command } from 'commander'
import { runBeside } from '../beside.ts'
import { word } from '../options.ts'
import { showOne } from '../output.ts'
import type { Session } from '../session.ts'

/** On the machine of the database, with the server's own settings (DATA_DIR, DATABASE_OWNER_URL …). */
export function addDatabaseCommands(program: Command, open: () => Session): void {
  program
    .command('backup <folder>')
    .description('back up the database, also while the server runs; keys are not in it')
    .addOption(
      word('--kind <kind>', 'the whole cluster (the default, embedded only), or the rows (with DATABASE_URL)', [
        'physical',
        'logical',
      ]),
    )
    .action(async (folder: string, { kind }: { kind?: string }) => {
      const { output } = open()
      showOne(output, await runBeside(['backup', folder, ...(kind === undefined ? [] : ['--kind', kind])]))
    })

  program
    .command('restore <folder>')
    .description('restore a backup into a new DATA_DIR or an empty database; nothing is written over')
    .option('--manifest-sha256 <hash>', 'what the backup answered: detects a changed manifest')
    .action(async (folder: string, { manifestSha256 }: { manifestSha256?: string }) => {
      const { output } = open()
      const proof = manifestSha256 === undefined ? [] : ['--manifest-sha256', manifestSha256]
      showOne(output, await runBeside(['restore', folder, ...proof]))
    })
}
