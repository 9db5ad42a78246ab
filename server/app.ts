import { type endpoints, hostedEndpoints, type operatorEndpoints } from '@florin/contract/index.ts'
import { bindHosted } from './bind-hosted.ts'
import { bindKyc } from './bind-kyc.ts'
import { recordKeepers } from './bind-records.ts'
import { bindScreening } from './bind-screening.ts'
import { bindSepa } from './bind-sepa.ts'
import { bindWebhooks } from './bind-webhooks.ts'
import type { Config } from './config.ts'
import { exchangeRoutes, pruneLocks } from './contexts/exchange/index.ts'
import type { FileLink, openLink } from './contexts/kyc/index.ts'
import { sealNextBlock } from './contexts/ledger/index.ts'
import { makeOperatorGate, operatorRoutes } from './contexts/operator/index.ts'
import {
  makePartnerGate,
  PartnerDirectory,
  partnerRoutes,
  pruneRequests,
  type RateOf,
  RequestLog,
  seedSandbox,
} from './contexts/partners/index.ts'
import { keepRatesFresh, RateBoard, ShownRates, showFees, Valuation } from './contexts/pricing/index.ts'
import { simulateClockRoutes, simulatorRoutes } from './contexts/sandbox/index.ts'
import { screenUserRequest } from './contexts/screening/index.ts'
import { statementRoutes } from './contexts/statement/index.ts'
import { transferRoutes } from './contexts/transfers/index.ts'
import {
  BalanceReader,
  dueKeysJob,
  mustFindUser,
  UserDirectory,
  userRoutes,
  wrapKeysJob,
} from './contexts/users/index.ts'
import type { LookAhead } from './kit/clock/advance.ts'
import { realNow } from './kit/clock/clock.ts'
import type { Gate, Handlers } from './kit/http/call.ts'
import type { RequestRecord } from './kit/http/passage.ts'
import { uuidv7 } from './kit/ids.ts'
import type { JobHandler } from './kit/jobs/runner.ts'
import { jobsOutlook } from './kit/jobs/store.ts'
import { Singleton } from './kit/lease.ts'
import { forgetAnswers } from './kit/work/forget-answers.ts'
import { faultyRates } from './rails/rates/simulator/faulty-rates.ts'
import { pinPrice } from './rails/rates/simulator/store.ts'
import { ratesOf } from './rails.ts'
import type { Resources } from './resources.ts'
import { screeningCheck } from './screening-check.ts'
import { openSealing } from './sealing.ts'

/** A job that an event of another context starts, in the commit that emits it. */
export interface Reaction extends JobHandler {
  readonly on: string
}

/** Work that goes on in every process with the role `worker`: more of them do more of it at once. */
export interface Crew {
  /** Announcements of the database that there may be something to do. */
  readonly channels: readonly string[]
  start(): void
  wake(): void
  stop(): Promise<void>
}

/** Everything that the roles run. The composition root is the one place that knows all contexts and rails. */
export interface App {
  readonly gate: Gate
  readonly handlers: Handlers<typeof endpoints>
  readonly hostedHandlers: Handlers<typeof hostedEndpoints>
  readonly operatorGate: Gate
  readonly operatorHandlers: Handlers<typeof operatorEndpoints>
  /** The content of a user's file behind an operator's link. */
  readonly openFileLink: (link: FileLink) => ReturnType<typeof openLink>
  readonly jobs: readonly JobHandler[]
  /** Jobs of the simulated rails: the `simulators` role. */
  readonly simulatorJobs: readonly JobHandler[]
  readonly singletons: readonly Singleton[]
  readonly crews: readonly Crew[]
  readonly lookAheads: readonly LookAhead[]
  readonly onAnswered: (record: RequestRecord) => void
  /** Told once the partners' listener is open. */
  readonly onListening: (url: string) => void
  /** Seeds and warms; called once before the roles start. */
  readonly prepare: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Binds every context to its ports, and every port to an adapter or a simulator. */
export async function compose(resources: Resources, config: Config): Promise<App> {
  const { kernel, reads, listener } = resources
  const holder = uuidv7(realNow())

  const partners = new PartnerDirectory(kernel)
  await listener.listen('partners', () => partners.look())
  const users = new UserDirectory(reads)
  const partnerGate = makePartnerGate(kernel, partners)
  const requestLog = new RequestLog(kernel)
  const rates = new ShownRates()
  const isMainnet = kernel.environment === 'production'
  const balanceSetting = async (partnerId: string, rateOf: RateOf) => {
    const { settings } = await partners.get(partnerId)
    return { dialect: settings.fiatStatusDialect, rateOf, isMainnet }
  }

  const rateSources = ratesOf(kernel, config)
  const board = new RateBoard(kernel, rateSources)

  const screening = bindScreening(kernel)
  const kyc = bindKyc(kernel, config, [screeningCheck(screening.screen)])
  const hosted = bindHosted(kernel, config, kyc.files)
  const sepa = bindSepa(kernel, config, holder, partners)
  await listener.listen('clock', () => sepa.wake())
  const reactions: Reaction[] = [...kyc.reactions, ...sepa.reactions]
  for (const { on, kind } of reactions) (resources.listeners[on] ??= []).push(kind)

  const webhooks = bindWebhooks(kernel, config, { partners, holder })

  const lookAheads: LookAhead[] = [now => jobsOutlook(kernel.pool, now), ...sepa.lookAheads, webhooks.lookAhead]
  const sealing = await openSealing(kernel, config)
  const sealer = new Singleton({
    sql: kernel.pool,
    log: kernel.log,
    name: 'sealer',
    holder,
    pauseMs: 1_000,
    loop: () => sealNextBlock(kernel, sealing.key),
  })

  return {
    // On one listener: a partner's key opens no page, and a page's token nothing of a partner's.
    gate: { admit: given => (given.access === 'hosted' ? hosted.gate : partnerGate).admit(given) },
    handlers: {
      ...partnerRoutes({
        environment: kernel.environment,
        directory: partners,
        showFees: ({ sql, partnerId, now }) => showFees(sql, partnerId, now),
        loadRates: () => rates.load(reads),
        findIban: sepa.findPartnerIban,
        // Until the crypto context allots them.
        findWallets: () => Promise.resolve({}),
      }),
      ...statementRoutes({
        isClockReal: kernel.clock.mode === 'real',
        owners: {
          async user(work, externalUserId) {
            const { id, dataKeyId } = await mustFindUser(work, externalUserId)
            return { ownerId: id, dataKeyId }
          },
          async partner({ partnerId }) {
            const { id, dataKeyId } = await partners.get(partnerId)
            return { ownerId: id, dataKeyId }
          },
        },
      }),
      ...userRoutes({
        balances: new BalanceReader({ sql: reads, users, rates: rates.question, settingOf: balanceSetting }),
        settingOf: async partnerId => balanceSetting(partnerId, await rates.load(reads)),
        vetoes: sepa.vetoes,
        afterChange: user => [screenUserRequest(user)],
        afterExtension: sepa.afterExtension,
      }),
      ...kyc.handlers,
      ...hosted.handlers,
      ...sepa.handlers,
      ...transferRoutes({ users, valuation: new Valuation(kernel) }),
      ...exchangeRoutes({ kernel, partners, board }),
      ...webhooks.handlers,
      ...simulateClockRoutes({ clock: kernel.clock, lookAheads }),
      ...simulatorRoutes({
        faultyRails: { rates: faultyRates(kernel.pool, () => board.ask()), ...sepa.faultyRails },
        setMarketPrice: async (asset, eurPrice, now) => {
          await pinPrice(kernel.pool, asset, eurPrice, now)
          await board.ask()
        },
      }),
    },
    hostedHandlers: hosted.pageHandlers,
    operatorGate: makeOperatorGate(kernel, config.OPERATOR_CALLS_PER_SECOND),
    operatorHandlers: operatorRoutes({
      environment: kernel.environment,
      directory: partners,
      people: screening.people,
      screen: screening.screen,
      recordKeepers,
      sealingKeys: sealing.known,
      webhooks: webhooks.operator,
      returnDeposit: sepa.returnDeposit,
      afterLimitChange: sepa.afterLimitChange,
      institution: sepa.institution,
    }),
    openFileLink: kyc.openFileLink,
    jobs: [
      ...reactions,
      forgetAnswers(kernel),
      pruneRequests(kernel),
      dueKeysJob(kernel),
      wrapKeysJob(kernel),
      pruneLocks(kernel),
      ...kyc.jobs,
      ...sepa.jobs,
      ...screening.jobs,
      ...(rateSources === undefined ? [] : [keepRatesFresh(board)]),
    ],
    simulatorJobs: [],
    singletons: [sealer, ...sepa.singletons, webhooks.sequencer],
    crews: [webhooks.worker],
    lookAheads,
    // The log is of the partner's own calls, not of its users' pages.
    onAnswered: record => {
      if (!Object.hasOwn(hostedEndpoints, record.endpointId ?? '')) requestLog.note(record)
    },
    onListening: url => hosted.onListening(url),
    async prepare() {
      if (rateSources !== undefined) await board.fresh()
      await sepa.start()
      if (config.MODE !== 'sandbox') return
      const seeded = await seedSandbox(kernel, {
        kycKey: config.DEMO_API_KEY?.reveal(),
        noKycKey: config.DEMO_NO_KYC_API_KEY?.reveal(),
        sepaLoop: config.DEMO_SEPA_LOOP,
        dataDir: config.DATA_DIR,
      })
      await webhooks.seed(seeded)
      await screening.seed()
      // A made key is nobody's secret yet: whoever started the sandbox needs to see it.
      for (const { partner, apiKey, isMade } of seeded) {
        if (isMade) process.stdout.write(`${partner.name}: x-api-key ${apiKey}\n`)
      }
    },
    async stop() {
      await sealing.looked
      await sepa.stop()
      await kyc.stop()
      await partnerGate.stop()
      await requestLog.stop()
      await webhooks.close()
    },
  }
}
