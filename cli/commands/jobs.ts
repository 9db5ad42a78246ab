import type { Command } from 'commander'
import { withLimit, withReason } from '../options.ts'
import { showList, showOne } from '../output.ts'
import { type Session, take } from '../session.ts'

export function addJobCommands(program: Command, open: () => Session): void {
  const jobs = program.command('jobs').description('work that was given up')

  withLimit(jobs.command('dead').description('newest first').option('--kind <kind>', 'only of this kind')).action(
    async ({ limit, kind }: { limit: number; kind?: string }) => {
      const { output, operator } = open()
      const client = operator()
      const dead = await take(limit, query => client.jobs.listDeadJobs({ kind, ...query }))
      showList(output, dead, ['jobId', 'kind', 'key', 'attempts', 'createdAt', 'lastError'])
    },
  )

  withReason(jobs.command('retry <jobId>').description('give it another life')).action(
    async (jobId: string, { reason }: { reason: string }) => {
      const { output, operator } = open()
      showOne(output, await operator().jobs.retryDeadJob(jobId, { reason }))
    },
  )
}
