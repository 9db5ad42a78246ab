import type { operatorEndpoints } from '@florin/contract/index.ts'
import { z } from 'zod'
import type { Handlers } from '../../kit/http/call.ts'
import { listPage, type Position } from '../../kit/http/page.ts'
import { type DeadJob, listDeadJobs, reviveJob } from '../../kit/jobs/store.ts'
import { Problem } from '../../kit/problem.ts'
import { change, look } from './audited.ts'

type JobEndpoints = Pick<typeof operatorEndpoints, 'listDeadJobs' | 'retryDeadJob'>

const position: Position<DeadJob, { createdAt: string; id: string }> = {
  schema: z.object({ createdAt: z.iso.datetime(), id: z.uuid() }),
  of: ({ createdAt, id }) => ({ createdAt: createdAt.toISOString(), id }),
}

export const operatorJobRoutes = (): Handlers<JobEndpoints> => ({
  listDeadJobs: look(async ({ sql }, { query }) => {
    const { items, nextCursor } = await listPage(query, position, (limit, after) =>
      listDeadJobs(sql, { kind: query.kind, limit, after }),
    )
    const jobs = items.map(job => ({
      jobId: job.id,
      partnerId: job.partnerId,
      kind: job.kind,
      key: job.key,
      attempts: job.attempt,
      lastError: job.lastError,
      createdAt: job.createdAt.toISOString(),
    }))
    return { jobs, nextCursor }
  }),

  retryDeadJob: change('retryDeadJob', async (work, { params }) => {
    if (!(await reviveJob(work.sql, params.jobId, work.now))) {
      throw new Problem('P404', 'There is no such job, or it is not dead.')
    }
    return { jobId: params.jobId, dueAt: work.now.toISOString() }
  }),
})
