import type { operatorEndpoints } from '@florin/contract/index.ts'
import { type Handlers, read } from '../../kit/http/call.ts'
import { byId, listPage } from '../../kit/http/page.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import {
  type Finding,
  findActiveLoads,
  findLoads,
  findSweeps,
  type Load,
  listHits,
  mustFindLoad,
  type OpenHit,
  type People,
  receiveList,
  receivePart,
  type ScreenPerson,
  settleHit,
  submitList,
} from '../screening/index.ts'
import { change, inspect, look } from './audited.ts'

type ScreeningEndpoints = Pick<
  typeof operatorEndpoints,
  | 'listScreeningLists'
  | 'listListLoads'
  | 'beginListLoad'
  | 'addListPart'
  | 'submitListLoad'
  | 'getListLoad'
  | 'screenName'
  | 'listScreeningHits'
  | 'decideScreeningHit'
>

export interface ScreeningRoutesParts {
  readonly directory: PartnerDirectory
  readonly people: People
  readonly screen: ScreenPerson
}

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

const showFinding = ({ list, entityId, name, topics, programmes, score, evidence }: Finding) => ({
  list,
  entityId,
  name,
  topics: [...topics],
  programmes: [...programmes],
  score,
  evidence: evidence.map(({ kind, verdict, given, listed, points }) => ({
    compared: kind,
    outcome: verdict,
    given,
    listed,
    points,
  })),
})

const showHit = (hit: OpenHit) => ({
  hitId: hit.id,
  partnerId: hit.partnerId,
  userId: hit.userId,
  externalUserId: hit.externalUserId,
  status: hit.state,
  list: hit.list,
  topics: [...hit.topics],
  score: hit.score,
  match: hit.finding && showFinding(hit.finding),
  openedAt: hit.openedAt.toISOString(),
  updatedAt: hit.updatedAt.toISOString(),
  decidedAt: hit.decidedAt?.toISOString() ?? null,
  decidedBy: hit.decidedBy,
})

export const operatorScreeningRoutes = ({
  directory,
  people,
  screen,
}: ScreeningRoutesParts): Handlers<ScreeningEndpoints> => ({
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
    return { rules, matches: findings.map(showFinding) }
  }),

  listScreeningHits: inspect('listScreeningHits', async (work, { query }) => {
    const { status: state, partnerId, userId, ...page } = query
    if (partnerId !== undefined) await directory.get(partnerId)
    const { items, nextCursor } = await listHits(work, people, { state, partnerId, userId, ...page })
    return { hits: items.map(showHit), nextCursor }
  }),

  decideScreeningHit: change('decideScreeningHit', async (work, { params, body }) =>
    showHit(await settleHit(work, people, { hitId: params.hitId, disposition: body.decision })),
  ),
})
