import { BadConfig, type Config } from './config.ts'
import type { PartnerDirectory } from './contexts/partners/index.ts'
import {
  addSepaGauges,
  allotPartnerIban,
  answerPayees,
  askInstantJob,
  type Bank,
  BankPoller,
  checkStatementsJob,
  confirmOffersJob,
  endRecallJob,
  type Institution,
  ibanOf,
  isSomethingAlive,
  limitedReviewRequest,
  readMessageJob,
  refreshInstantBanks,
  returnDeposit,
  returnDepositJob,
  reviewLimitedJob,
  reviewRequest,
  sendMessageJob,
  sepaReactions,
  sepaRoutes,
  submitInstantJob,
  submitJobs,
  verifyPayeeJob,
} from './contexts/sepa/index.ts'
import type { User } from './contexts/users/index.ts'
import type { Kernel } from './kit/kernel.ts'
import { Singleton } from './kit/lease.ts'
import { Unavailable } from './kit/problem.ts'
import type { Work } from './kit/work/work.ts'
import { hostBank } from './rails/sepa-bank/adapter.ts'
import { listenForPayees, type PayeeListener } from './rails/sepa-bank/payee-listener.ts'
import { faultyBank } from './rails/sepa-bank/simulator/fault-store.ts'
import { SimulatedBankHost } from './rails/sepa-bank/simulator/host.ts'
import { SimulatedBank } from './rails/sepa-bank/simulator/simulated-bank.ts'
import { findHost, mailChannel } from './rails/sepa-bank/simulator/store.ts'

/** Of the form of a Lithuanian bank code, and allotted to nobody: see docs/decisions/0050. */
const sandboxBankCode = '99999'

/** Real time between two looks into the bank's mailbox, where nothing else says that there may be something. Instant payments have ten seconds in all. */
const pollEveryMs = 1_000

/** SEPA with its rail: what app.ts adds to its lists. In production the bank's host, or nothing: then SEPA is off. */
export function bindSepa(kernel: Kernel, config: Config, holder: string, partners: PartnerDirectory) {
  const institution = institutionOf(config)
  const simulated = institution && config.MODE === 'sandbox' ? simulate(kernel, institution, holder) : undefined
  const bank = simulated?.bank ?? productionBank(config)
  const patience = { days: config.SEPA_SUSPENSE_DAYS }
  const running = institution && bank && { deps: { institution, patience }, bank }
  if (running !== undefined) addSepaGauges(kernel)
  let payees: PayeeListener | undefined
  const poller = running && poll(kernel, running.bank, holder)
  return {
    reactions: sepaReactions(kernel, institution, patience),
    handlers: sepaRoutes({
      institution,
      loopOf: async partnerId => (await partners.get(partnerId)).settings.sepaLoop,
      receiveCredit: simulated?.receiveCredit,
      receiveReturn: simulated?.receiveReturn,
      receiveRecall: simulated?.receiveRecall,
    }),
    afterExtension: (user: User) => [reviewRequest(user)],
    afterLimitChange: limitedReviewRequest,
    vetoes: [isSomethingAlive],
    jobs:
      running === undefined
        ? []
        : [
            readMessageJob(kernel, running.deps),
            returnDepositJob(kernel, running.deps),
            reviewLimitedJob(kernel, patience),
            sendMessageJob(kernel, running.bank),
            checkStatementsJob(kernel),
            confirmOffersJob(kernel, running.deps),
            refreshInstantBanks(kernel, running.bank),
            verifyPayeeJob(kernel, running.bank),
            endRecallJob(kernel, running.deps.institution),
            submitInstantJob(kernel, running.deps.institution),
            askInstantJob(kernel, running.bank, running.deps.institution),
            ...submitJobs(kernel, running.deps.institution),
          ],
    singletons: poller === undefined ? [] : [poller],
    faultyRails: simulated?.faultyRails ?? {},
    lookAheads: simulated?.lookAheads ?? [],
    findPartnerIban: async (work: Work) =>
      institution === undefined ? null : (await allotPartnerIban(work, institution)).iban,
    institution,
    returnDeposit: async (work: Work, depositId: string): Promise<void> => {
      if (institution === undefined) throw new Unavailable('SEPA is off')
      await returnDeposit(work, depositId, institution)
    },
    /** A moved clock may have brought something. */
    wake: () => poller?.wake(),
    async start() {
      if (config.ROLES.includes('simulators')) await simulated?.host.start()
      if (config.ROLES.includes('api') && institution !== undefined) payees = await listen(kernel, config, institution)
    },
    async stop() {
      await payees?.close()
      await simulated?.host.stop()
    },
  }
}

function simulate(kernel: Kernel, institution: Institution, holder: string) {
  const simulated = new SimulatedBank(kernel, { ...institution, iban: institution.accountIban })
  return {
    bank: hostBank(() => findHost(kernel.pool), institution.bic),
    host: new SimulatedBankHost(kernel, simulated, holder),
    receiveCredit: simulated.receiveCredit.bind(simulated),
    receiveReturn: simulated.receiveReturn.bind(simulated),
    receiveRecall: simulated.receiveRecall.bind(simulated),
    faultyRails: { sepa: faultyBank(kernel.pool) },
    lookAheads: [simulated.outlook.bind(simulated)],
  }
}

function productionBank({ SEPA_BANK_URL: url, SEPA_BANK_TOKEN: token, SEPA_BIC: bic }: Config): Bank | undefined {
  if (url === undefined || token === undefined) return undefined
  return hostBank(() => Promise.resolve({ url, token: token.reveal() }), bic)
}

const poll = (kernel: Kernel, bank: Bank, holder: string): Singleton => {
  const poller = new BankPoller(kernel, bank)
  return new Singleton({
    sql: kernel.pool,
    log: kernel.log,
    name: 'sepa-poller',
    holder,
    pauseMs: pollEveryMs,
    channels: [mailChannel],
    loop: () => poller.poll(),
  })
}

/** Undefined: nobody can ask us. Throws `BadConfig` where the questions would need no token. */
async function listen(kernel: Kernel, config: Config, institution: Institution): Promise<PayeeListener | undefined> {
  const { SEPA_PAYEE_PORT: port, SEPA_PAYEE_TOKEN: token, HOST: host } = config
  if (port === undefined) return undefined
  if (token === undefined) throw new BadConfig('SEPA_PAYEE_PORT needs SEPA_PAYEE_TOKEN')
  return listenForPayees({
    host,
    port,
    token: token.reveal(),
    log: kernel.log,
    answer: answerPayees(kernel, institution),
  })
}

/** Undefined: SEPA is off. Throws `BadConfig` where there can be no IBANs. */
export function institutionOf(config: Config): Institution | undefined {
  const bankCode = config.SEPA_BANK_CODE ?? (config.MODE === 'sandbox' ? sandboxBankCode : undefined)
  if (bankCode === undefined) return undefined
  const range = { country: config.SEPA_COUNTRY, bankCode }
  const { SEPA_BIC: bic, SEPA_HOLDER: holder, SEPA_HOLDER_ADDRESS: address } = config
  try {
    const pooled = ibanOf(range, 0n)
    return { ...range, accountIban: config.SEPA_ACCOUNT_IBAN ?? pooled, bic, holder, address }
  } catch (error) {
    throw new BadConfig(`SEPA_COUNTRY, SEPA_BANK_CODE: ${(error as Error).message}`)
  }
}
