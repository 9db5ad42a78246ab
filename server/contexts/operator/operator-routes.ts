import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { byId, listPage } from '../../kit/http/page.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { listRecords } from '../audit/index.ts'
import { change, look } from './audited.ts'
import { createOperator } from './create-operator.ts'
import { disableOperator } from './disable-operator.ts'
import { makeToken, type Operator } from './operator.ts'
import { listOperators } from './store.ts'

type OperatorEndpoints = Pick<
  typeof operatorEndpoints,
  'listOperators' | 'createOperator' | 'disableOperator' | 'listAudit'
>

const showOperator = ({ id, name, roles, createdAt, disabledAt }: Operator) => ({
  operatorId: id,
  name,
  roles: [...roles],
  createdAt: createdAt.toISOString(),
  disabledAt: disabledAt?.toISOString() ?? null,
})

export const operatorOwnRoutes = (): Handlers<OperatorEndpoints> => ({
  listOperators: look(async ({ sql }, { query }) => {
    const { items, nextCursor } = await listPage(query, byId, (limit, before) => listOperators(sql, { limit, before }))
    return { operators: items.map(showOperator), nextCursor }
  }),

  createOperator: change('createOperator', async (work, { body }) => {
    const { name, roles } = body
    const token = makeToken()
    return { ...showOperator(await createOperator(work, { name, roles, token })), token }
  }),

  disableOperator: change('disableOperator', async (work, { params }) =>
    showOperator(await disableOperator(work, params.operatorId)),
  ),

  listAudit: look(async ({ sql }, { query }) => {
    const { items, nextCursor } = await listPage(query, byId, (limit, before) =>
      listRecords(sql, query, { limit, before }),
    )
    const records = items.map(({ at, partnerId, ...record }) => ({
      ...record,
      at: at.toISOString(),
      partnerId: partnerId === NIL_ID ? null : partnerId,
    }))
    return { records, nextCursor }
  }),
})
