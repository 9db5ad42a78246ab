import type { operatorEndpoints } from '@florin/contract/index.ts'
import { type Handlers, read } from '../../kit/http/call.ts'
import { byId, listPage } from '../../kit/http/page.ts'
import {
  findActiveLoads,
  findLoads,
  findSweeps,
  type Load,
  mustFindLoad,
  receiveList,
  receivePart,
  type ScreenPerson,
  submitList,
} from '../screening/index.ts'
import { change, look } from './audited.ts'
import { findingView } from './hit-view.ts'

type ScreeningEndpoints = Pick<
  typeof operatorEndpoints,
  | 'listScreeningLists'
  | 'listListLoads'
  | 'beginListLoad'
  | 'addListPart'
  | 'submitListLoad'
  | 'getListLoad'
  | 'screenName'
>

const sweepsShown = 10

const showLoad = (load: Load) => ({
  loadId: load.id,
  list: load.list,
  listVersion: load.number,
  status: load.state,
  format: load.format,
  sha256: load.sha256.toString('hex'),
  sizeBytes: load.sizeBytes,
  receivedBytes: load.receivedBytes,
  parts: load.parts,
  people: load.people,
  skipped: load.skipped,
  failure: load.failure,
  begunBy: load.begunBy,
  begunAt: load.begunAt.toISOString(),
  endedAt: load.endedAt?.toISOString() ?? null,
})

export const operatorScreeningRoutes = (screen: ScreenPerson): Handlers<ScreeningEndpoints> => ({
  listScreeningLists: look(async ({ sql }) => {
    const [loads, sweeps] = await Promise.all([findActiveLoads(sql), findSweeps(sql, sweepsShown)])
    return {
      lists: loads.map(showLoad),
      sweeps: sweeps.map(({ number, loadId, state, users, hits, begunAt, endedAt }) => ({
        sweep: number,
        loadId,
        status: state,
        userCount: users,
        hitCount: hits,
        begunAt: begunAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      })),
    }
  }),

  listListLoads: look(async ({ sql }, { query }) => {
    const { items, nextCursor } = await listPage<Load, string>(query, byId, (limit, before) =>
      findLoads(sql, query.list, { before, limit }),
    )
    return { loads: items.map(showLoad), nextCursor }
  }),

  beginListLoad: change('beginListLoad', async (work, { body }) => {
    const { list, sha256, sizeBytes, isShrinkAllowed = false } = body
    return showLoad(await receiveList(work, { list, sha256, sizeBytes, isShrinkAllowed }))
  }),

  addListPart: change('addListPart', async (work, { params, body }) =>
    showLoad(
      await receivePart(work, {
        loadId: params.loadId,
        position: body.position,
        content: Buffer.from(body.content, 'base64'),
      }),
    ),
  ),

  submitListLoad: change('submitListLoad', async (work, { params }) => showLoad(await submitList(work, params.loadId))),

  getListLoad: read(async (work, { params }) => showLoad(await mustFindLoad(work, params.loadId))),

  screenName: change('screenName', async (_work, { body }) => {
    const { name, birthDate, country, documentNumber } = body
    const countries = country === undefined ? [] : [country]
    const { rules, findings } = await screen({ lastName: name, birthDate, countries, documentNumber })
    return { rules, matches: findings.map(findingView) }
  }),
})
