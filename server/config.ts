import { z } from 'zod'
import { isHost, isProxy } from './kit/http/addresses.ts'
import { ibanIn, isDatabaseUrl, isWebhookSecret, masterKeyIn, sealedByIn, sealingKeyIn } from './setting-rules.ts'

/*
 * The only reader of the environment. One schema, documented by `describe`: `npm run gen` makes the reference page.
 */

/** A secret that cannot be printed by accident. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return '[secret]'
  }
  toJSON(): string {
    return '[secret]'
  }
}

const flag = (otherwise: boolean) =>
  z
    .enum(['true', 'false', '1', '0', ''])
    .default('')
    .transform(value => (value === '' ? otherwise : value === 'true' || value === '1'))
const port = (otherwise: number) => z.coerce.number().int().min(0).max(65_535).default(otherwise)
const secret = z
  .string()
  .min(1)
  .transform(value => new Secret(value))
const secretThat = (is: (text: string) => boolean, rule: string) =>
  z
    .string()
    .refine(is, rule)
    .transform(value => new Secret(value))
export const masterKeyRule = 'must be 32 bytes in base64 or hex'
export const sealingKeyRule = 'must be an Ed25519 private key in PEM (PKCS 8)'
const list = z
  .string()
  .default('')
  .transform(value =>
    value
      .split(',')
      .map(item => item.trim())
      .filter(item => item !== ''),
  )

const listOf = (is: (item: string) => boolean, rule: string) =>
  list.refine(items => items.every(is), {
    error: ({ input }) => `${(input as string[]).filter(item => !is(item)).join(', ')} ${rule}`,
  })
const databaseUrl = z.string().refine(isDatabaseUrl, 'must be a URL that begins with postgres:// or postgresql://')

/** name=url, separated by commas. A URL with a comma in it has to write it as %2C. */
const namedUrls = list.transform((items, context): { readonly name: string; readonly url: string }[] =>
  items.map(item => {
    const [, name = '', url = ''] = /^([a-z0-9-]+)=(https?:\/\/.+)$/.exec(item) ?? []
    if (!URL.canParse(url)) context.addIssue({ code: 'custom', message: `"${item}" is not name=url` })
    return { name, url }
  }),
)

export const roles = ['api', 'worker', 'simulators'] as const
export type Role = (typeof roles)[number]

export const configSchema = z.object({
  PORT: port(8080).describe('The partners’ API. 0: any free port, which is printed.'),
  METRICS_PORT: port(9464).describe('Prometheus metrics. 0: any free port.'),
  OPERATOR_PORT: port(8082).describe('The operator’s API: another listener than the partners’. 0: any free port.'),
  OPERATOR_CALLS_PER_SECOND: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('How many calls a second one operator may make.'),
  HOST: z
    .string()
    .refine(isHost, 'must be an IP address or the name of a host')
    .default('127.0.0.1')
    .describe('The address to listen on.'),
  ROLES: z
    .string()
    .default(roles.join(','))
    .transform(value => value.split(',').map(role => role.trim()))
    .pipe(z.array(z.enum(roles)).min(1))
    .describe('What this process does: api, worker, simulators. All by default.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform(url => url.replace(/\/+$/, ''))
    .optional()
    .describe(
      'Where end users reach the partners’ listener, for links to hosted pages. Else the address it listens on.',
    ),
  TRUSTED_PROXIES: listOf(isProxy, 'is no address and no CIDR').describe(
    'Addresses or CIDRs whose X-Forwarded-For is believed, separated by commas.',
  ),
  DATABASE_URL: databaseUrl
    .optional()
    .describe('A PostgreSQL 15 to 18. Without it the embedded PostgreSQL is started in DATA_DIR.'),
  DATABASE_OWNER_URL: databaseUrl.optional().describe('The role that migrates. Without it, that of DATABASE_URL.'),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(4).max(500).default(20).describe('Pooled connections at most.'),
  DATA_DIR: z.string().default('.data').describe('The embedded database, made keys and stored files.'),
  MASTER_KEY: secretThat(text => masterKeyIn(text) !== undefined, masterKeyRule)
    .optional()
    .describe(
      '32 bytes in base64 or hex that wrap the data keys. Without it, a key is made once in DATA_DIR (mode 0600).',
    ),
  SEALING_KEY: secretThat(text => sealingKeyIn(text) !== undefined, sealingKeyRule)
    .optional()
    .describe('Ed25519 private key (PEM) that signs sealed history. Without it, one is made once in DATA_DIR.'),
  FORMER_MASTER_KEYS: list
    .refine(keys => keys.every(key => masterKeyIn(key) !== undefined), `each ${masterKeyRule}`)
    .describe('Earlier master keys, separated by commas: they still open, and no longer wrap.'),
  FORMER_SEALING_KEYS: list
    .refine(keys => keys.every(key => sealedByIn(key) !== undefined), 'each must be an Ed25519 key in PEM')
    .describe('Earlier sealing keys (PEM, private or public), separated by commas: verify knows what they signed.'),
  MODE: z.enum(['sandbox', 'production']).default('sandbox').describe('Stamped into a new database.'),
  CLOCK: z
    .enum(['real', 'manual'])
    .default('real')
    .describe('manual (sandbox only): the clock stands still and is moved by POST /v1/simulate/clock.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Logs are JSON lines on standard output.'),
  DEMO_API_KEY: secret.optional().describe('Sandbox only: the key of the seeded partner with KYC. Else made, printed.'),
  DEMO_NO_KYC_API_KEY: secret.optional().describe('Sandbox only: the key of the seeded partner without KYC.'),
  DEMO_SEPA_LOOP: z
    .enum(['closed', 'open'])
    .default('closed')
    .describe('Sandbox only: the seeded partners’ SEPA loop.'),
  DEMO_WEBHOOK_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Sandbox only: where the seeded partners’ webhooks go.'),
  DEMO_WEBHOOK_TOKEN: secret.optional().describe('Sandbox only: the Authorization header of their webhooks.'),
  DEMO_WEBHOOK_SECRET: secretThat(isWebhookSecret, 'must be whsec_ and the base64 of 24 to 64 bytes')
    .optional()
    .describe('Sandbox only: their signing secret, Standard Webhooks form (whsec_…).'),
  ALLOW_PRIVATE_WEBHOOKS: z
    .enum(['true', 'false'])
    .optional()
    .transform(value => (value === undefined ? undefined : value === 'true'))
    .describe('Whether webhooks may go to private addresses. True in sandbox, false in production.'),
  RATES_URLS: namedUrls.describe(
    'Production only: sources of exchange rates, name=url separated by commas, at least two. Without them exchanging is off.',
  ),
  SEPA_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code in capitals')
    .default('LT')
    .describe('The country of the virtual IBANs that are allotted.'),
  SEPA_BANK_CODE: z
    .string()
    .regex(/^[A-Z0-9]{1,23}$/, 'must be letters and digits')
    .optional()
    .describe(
      'What stands before the account number in these IBANs. The sandbox’s default (99999) is allotted to no bank. Without it production has no SEPA.',
    ),
  SEPA_BANK_URL: z
    .url({ protocol: /^https?$/ })
    .transform(url => url.replace(/\/+$/, ''))
    .optional()
    .describe('Production: the bank’s host, where messages are fetched. In the sandbox the simulated bank is asked.'),
  SEPA_BANK_TOKEN: secret.optional().describe('Production: the bearer token for the bank’s host.'),
  SEPA_PAYEE_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe(
      'Where other banks ask whether a name is an account holder’s (Verification of Payee), through your routing mechanism. Unset: nobody can ask. Keep it inside.',
    ),
  SEPA_PAYEE_TOKEN: secret.optional().describe('The bearer token of those questions. Needed with SEPA_PAYEE_PORT.'),
  SEPA_ACCOUNT_IBAN: z
    .string()
    .refine(text => ibanIn(text) !== undefined, 'must be an IBAN')
    .transform(text => ibanIn(text))
    .optional()
    .describe('Our account at the bank, to which all virtual IBANs lead. Without it: number 0 of the bank code.'),
  SEPA_SUSPENSE_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(365)
    .default(10)
    .describe('How long money that is nobody’s, or whose owner is not verified or decided, waits before it goes back.'),
  SEPA_BIC: z
    .string()
    .regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'must be a BIC')
    .default('FLRNLT20XXX')
    .describe('The BIC of the bank that keeps our account. The default is a test BIC (its eighth character is 0).'),
  SEPA_HOLDER: z.string().min(1).max(70).default('Florin Sandbox').describe('The holder of our account at the bank.'),
  SEPA_HOLDER_ADDRESS: z
    .string()
    .min(1)
    .max(140)
    .default('Sandbox Street 1, 01100 Vilnius, Lithuania')
    .describe('The address of that holder.'),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('A server that speaks S3, for uploaded files. Without it they are kept in DATA_DIR/files.'),
  S3_BUCKET: z
    .string()
    .min(1)
    .optional()
    .describe('The bucket, which must exist. Files are sealed before they go there.'),
  S3_REGION: z.string().min(1).default('us-east-1').describe('The region that requests are signed for.'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional().describe('Who may read, write and delete in the bucket.'),
  S3_SECRET_ACCESS_KEY: secret.optional().describe('The secret of that key.'),
  SIMULATION_SEED: z
    .string()
    .default('florin')
    .describe('Seeds the simulated market and rails: same seed, same prices.'),
  COMMIT_SHARE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(128)
    .describe('How many requests may share one commit. 1: none.'),
  MIGRATE: flag(true).describe('Whether this process migrates the database when it starts.'),
})

export type Config = z.output<typeof configSchema>

/** A setting is wrong: the message names it and the rule. The process ends with it. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig'
}

/** Reads and checks all settings. Empty values count as absent. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = configSchema.safeParse(given)
  if (!result.success) {
    throw new BadConfig(result.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  }
  const config = result.data
  if (config.CLOCK === 'manual' && config.MODE === 'production') {
    throw new BadConfig('CLOCK: manual is for the sandbox only; MODE is production')
  }
  const demo = Object.keys(given).filter(name => name.startsWith('DEMO_'))
  if (config.MODE === 'production' && demo.length > 0) {
    throw new BadConfig(`${demo.join(', ')}: for the sandbox only; MODE is production`)
  }
  checkDatabase(config)
  checkRates(config)
  checkFiles(config)
  checkSepa(config)
  return config
}

/** Its owner alone would migrate one database, and the embedded one would be served. */
function checkDatabase({ DATABASE_URL, DATABASE_OWNER_URL }: Config): void {
  if (DATABASE_URL === undefined && DATABASE_OWNER_URL !== undefined)
    throw new BadConfig('DATABASE_URL: needed, as DATABASE_OWNER_URL is given')
}

/** Half a setting would send identity documents somewhere else than meant. */
function checkFiles({ S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: Config): void {
  const given = Object.entries({ S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY })
  const missing = given.filter(([, value]) => value === undefined).map(([name]) => name)
  if (missing.length > 0 && missing.length < given.length)
    throw new BadConfig(`${missing.join(', ')}: needed for files in S3, as the other S3_ settings are given`)
}

/** Half a pair would leave a rail silently off, or questions that need no token. */
function checkSepa(config: Config): void {
  const pairs = [
    ['SEPA_BANK_URL', 'SEPA_BANK_TOKEN'],
    ['SEPA_PAYEE_PORT', 'SEPA_PAYEE_TOKEN'],
  ] as const
  for (const pair of pairs) {
    const missing = pair.find(name => config[name] === undefined)
    const given = pair.find(name => config[name] !== undefined)
    if (missing !== undefined && given !== undefined) throw new BadConfig(`${missing}: needed, as ${given} is given`)
  }
}

function checkRates({ MODE, RATES_URLS }: Config): void {
  if (RATES_URLS.length === 0) return
  if (MODE === 'sandbox') throw new BadConfig('RATES_URLS: for production only; the sandbox has a simulated market')
  const names = new Set(RATES_URLS.map(source => source.name))
  // One source alone could be wrong, and the guard would believe none.
  if (names.size < 2) throw new BadConfig('RATES_URLS: at least two sources are needed, each with a name of its own')
  if (names.size < RATES_URLS.length) throw new BadConfig('RATES_URLS: two sources have the same name')
}
