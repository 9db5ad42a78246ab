import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { BadConfig, readConfig } from './config.ts'

const pem = (type: 'ed25519' | 'x25519'): string =>
  generateKeyPairSync(type as 'ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
const key = Buffer.alloc(32, 7)

test.each([
  [{ TRUSTED_PROXIES: '10.0.0.1, abc' }, 'TRUSTED_PROXIES: abc is no address and no CIDR'],
  [{ TRUSTED_PROXIES: '10.0.0.0/33,::1/0' }, 'TRUSTED_PROXIES: 10.0.0.0/33, ::1/0 is no'],
  [{ TRUSTED_PROXIES: '10.0.0.0/255.0.255.0' }, 'TRUSTED_PROXIES: '],
  [
    { TRUSTED_PROXIES: '10.0.0.0/8/8,1,::1/255.0.0.0,10.0.0.0/x' },
    'TRUSTED_PROXIES: 10.0.0.0/8/8, 1, ::1/255.0.0.0, 10.0.0.0/x is no',
  ],
  [{ HOST: '300.1.1.1' }, 'HOST: must be an IP address or the name of a host'],
  [{ HOST: 'http://localhost' }, 'HOST: '],
  [{ DEMO_WEBHOOK_SECRET: 'abc' }, 'DEMO_WEBHOOK_SECRET: must be whsec_'],
  [{ DEMO_WEBHOOK_URL: 'example.com/hook' }, 'DEMO_WEBHOOK_URL: '],
  [{ DATABASE_URL: 'abc' }, 'DATABASE_URL: must be a URL that begins with postgres://'],
  [{ DATABASE_URL: 'mysql://a/b' }, 'DATABASE_URL: must be'],
  [{ DATABASE_URL: 'postgres://a/b', DATABASE_OWNER_URL: 'a' }, 'DATABASE_OWNER_URL: must be'],
  [{ DATABASE_OWNER_URL: 'postgres://a/b' }, 'DATABASE_URL: needed, as DATABASE_OWNER_URL is given'],
  [{ MASTER_KEY: 'short' }, 'MASTER_KEY: must be 32 bytes in base64 or hex'],
  [{ FORMER_MASTER_KEYS: `${key.toString('hex')},short` }, 'FORMER_MASTER_KEYS: each must be 32 bytes'],
  [{ SEALING_KEY: 'no key' }, 'SEALING_KEY: must be an Ed25519 private key'],
  [{ SEALING_KEY: pem('x25519') }, 'SEALING_KEY: must be an Ed25519 private key'],
  [{ FORMER_SEALING_KEYS: 'no key' }, 'FORMER_SEALING_KEYS: each must be an Ed25519 key'],
  [{ FORMER_SEALING_KEYS: pem('x25519') }, 'FORMER_SEALING_KEYS: each must be an Ed25519 key'],
  [{ SEPA_PAYEE_PORT: '28799' }, 'SEPA_PAYEE_TOKEN: needed, as SEPA_PAYEE_PORT is given'],
  [{ SEPA_PAYEE_TOKEN: 'secret' }, 'SEPA_PAYEE_PORT: needed, as SEPA_PAYEE_TOKEN is given'],
  [{ SEPA_BANK_URL: 'https://bank.example' }, 'SEPA_BANK_TOKEN: needed, as SEPA_BANK_URL is given'],
  [{ SEPA_ACCOUNT_IBAN: 'XX00' }, 'SEPA_ACCOUNT_IBAN: must be an IBAN'],
  [{ SEPA_ACCOUNT_IBAN: 'LT121000011101001001' }, 'SEPA_ACCOUNT_IBAN: must be an IBAN'],
])('%o is refused with its name and the rule', (settings, message) => {
  const read = () => readConfig(settings)
  expect(read).toThrow(BadConfig)
  expect(read).toThrow(message)
})

test('a secret that is wrong is not in the message', () => {
  for (const name of ['MASTER_KEY', 'SEALING_KEY', 'FORMER_MASTER_KEYS', 'DEMO_WEBHOOK_SECRET', 'DATABASE_URL']) {
    const read = () => readConfig({ [name]: 'hunter2' })
    expect(read).toThrow(name)
    expect(read).not.toThrow('hunter2')
  }
})

test.each([
  { TRUSTED_PROXIES: '10.0.0.1, 10.0.0.0/8,172.16.0.0/255.240.0.0, ::1, fd00::/8, loopback' },
  { HOST: '0.0.0.0' },
  { HOST: '::' },
  { HOST: 'localhost' },
  { HOST: 'bank-1.internal.example' },
  { DATABASE_URL: 'postgresql:///florin?host=/var/run/postgresql' },
  { DATABASE_URL: 'postgres://florin_app:s%2Fcret@db.example:5432/florin?sslmode=require' },
  { MASTER_KEY: key.toString('base64') },
  { MASTER_KEY: key.toString('hex') },
  { SEALING_KEY: pem('ed25519') },
  { FORMER_SEALING_KEYS: pem('ed25519') },
  { SEPA_PAYEE_PORT: '0', SEPA_PAYEE_TOKEN: 'secret' },
  { DEMO_WEBHOOK_SECRET: `whsec_${key.toString('base64')}` },
  { SOMEBODY_ELSES_VARIABLE: 'x' },
])('%o is taken', settings => {
  expect(() => readConfig(settings as unknown as Record<string, string>)).not.toThrow()
})

test('an IBAN may be given as it is printed', () => {
  expect(readConfig({ SEPA_ACCOUNT_IBAN: 'LT12 1000 0111 0100 1000' }).SEPA_ACCOUNT_IBAN).toBe('LT121000011101001000')
})
