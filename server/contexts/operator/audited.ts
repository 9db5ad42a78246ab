import type { Answer, Endpoint } from '@florin/contract/kernel/endpoint.ts'
import { type Call, type Handler, read, write } from '../../kit/http/call.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'

/** The ids in a path, the partner's first: it is whose the call is. */
type PathIds = Readonly<Record<string, string>> | undefined

const noteOf = (endpointId: string, ids: PathIds, work: Work) => ({
  action: `operator.${endpointId}`,
  subject: Object.values(ids ?? {}).at(-1) ?? work.partnerId,
  detail: { ...ids },
})

const about = <E extends Endpoint>(work: Work, call: Call<E>): { ids: PathIds; own: Work } => {
  const ids = call.params as PathIds
  const { reason } = (call.body ?? {}) as { reason?: string }
  const partnerId = ids?.['partnerId'] ?? work.partnerId
  return { ids, own: { ...work, partnerId, ...(reason === undefined ? {} : { reason }) } }
}

/**
 * A change by an operator: one transaction, as the partner of the path, with the reason on every row that it writes,
 * and a record in the audit trail whatever the verb itself notes.
 */
export const change = <E extends Endpoint>(
  endpointId: string,
  run: (work: Work, call: Call<E>) => Promise<Answer<E>>,
): Handler<E> =>
  write<E>(async (work, call) => {
    const { ids, own } = about(work, call)
    await commitEffects(own, [{ note: [noteOf(endpointId, ids, own)] }])
    return run(own, call)
  })

/** A look at what is personal: recorded before anything is shown. */
export const inspect = <E extends Endpoint>(
  endpointId: string,
  run: (work: Work, call: Call<E>) => Promise<Answer<E>>,
): Handler<E> =>
  read<E>(async (work, call) => {
    const { ids, own } = about(work, call)
    await commitEffects(own, [{ note: [noteOf(endpointId, ids, own)] }])
    return run(own, call)
  })

/** A look at what is ours, or no secret of anybody's. */
export const look = <E extends Endpoint>(run: (work: Work, call: Call<E>) => Promise<Answer<E>>): Handler<E> =>
  read<E>((work, call) => run(about(work, call).own, call))
