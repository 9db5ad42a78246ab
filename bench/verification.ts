import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createWorker, OEM } from 'tesseract.js'
import { formOf } from '../tests/harness/pictures.ts'
import { anna, faceOne, makePassport, makeSelfie } from '../tests/harness/specimen.ts'
import { startBankProcess, startDatabase } from './kit/bank.ts'
import { printRatio } from './kit/load.ts'

/*
 * One verification, from the call that starts it to the decision that the partner can read (files fetched and unsealed,
 * decoded in their own process, quality, machine-readable zone, faces, all checks, screening, ruling, everything written on
 * a durable database), ÷ bare OCR of the same page with the same letters, in turn, both warm. At most 1.3.
 */

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 15)
const warmRounds = 3
const askEveryMs = 20

const require = createRequire(import.meta.url)
const letters = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int')
const bare = await createWorker('eng', OEM.LSTM_ONLY, { langPath: letters, cacheMethod: 'none', gzip: true })
const database = await startDatabase()
const key = `sk_test_${randomBytes(16).toString('hex')}`
const bank = await startBankProcess(database, { DEMO_API_KEY: key })

async function call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const isForm = body instanceof FormData
  const response = await fetch(bank.url + path, {
    method,
    headers: { 'x-api-key': key, ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return answer
}

/** Everybody is somebody else, so that all are approved. */
async function prepare(
  round: number,
): Promise<{ readonly externalUserId: string; readonly number: string; readonly page: Buffer }> {
  const externalUserId = `bench-${round}`
  const number = `EH${String(1_000_000 + round)}`
  const birthDate = `1990-04-${String(10 + round).padStart(2, '0')}`
  await call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId,
    email: 'anna@example.com',
    phone: '+48600100200',
    firstName: 'Anna',
    lastName: 'Nowak',
    birthDate,
    address: 'Prosta 1',
    city: 'Warszawa',
    postCode: '00-850',
    country: 'PL',
    citizenship: 'PL',
  })
  const page = await makePassport({ ...anna, number, birthDate })
  const selfie = await makeSelfie(faceOne, 1.02 + round / 1_000)
  await call(
    'POST',
    `/v1/user/kyc-files/${externalUserId}`,
    formOf([
      ['front', page],
      ['selfie', selfie],
    ]),
  )
  return { externalUserId, number, page }
}

async function verify({ externalUserId, number }: { externalUserId: string; number: string }): Promise<void> {
  await call('POST', '/v1/user/verification', { externalUserId, documentType: 'PASSPORT', documentNumber: number })
  for (;;) {
    const { status } = await call('GET', `/v1/kyc/status/${externalUserId}`)
    if (status === 'APPROVED') return
    if (status !== 'PENDING') throw new Error(`the specimen is ${String(status)}`)
    await pause(askEveryMs)
  }
}

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await act()
  return performance.now() - from
}

const ratios: number[] = []
for (let round = 1; round <= warmRounds + rounds; round += 1) {
  const person = await prepare(round)
  const ocrMs = await timed(() => bare.recognize(person.page))
  const wholeMs = await timed(() => verify(person))
  if (round <= warmRounds) continue
  ratios.push(wholeMs / ocrMs)
  console.log(`bare OCR ${ocrMs.toFixed(0)} ms, verification ${wholeMs.toFixed(0)} ms`)
}
printRatio('verification ÷ bare OCR of the page', ratios, '≤ 1.3', ratio => ratio <= 1.3)
await bare.terminate()
await bank.stop()
await database.stop()
