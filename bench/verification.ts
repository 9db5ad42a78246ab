import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createWorker, OEM } from 'tesseract.js'
import { identityChecks } from '../server/contexts/kyc/identity-checks.ts'
import { rate, ruleOn } from '../server/contexts/kyc/ruling.ts'
import { localReader } from '../server/rails/kyc-checks/adapter.ts'
import { anna, makePassport, makeSelfie } from '../tests/harness/specimen.ts'
import { printRatio } from './kit/load.ts'

/*
 * One verification (both files decoded in their own process, quality, machine-readable zone, faces, all checks, ruling) ÷
 * bare OCR of the same page with the same letters, in turn, both warm. At most 1.3.
 */

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 15)

const require = createRequire(import.meta.url)
const letters = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int')
const bare = await createWorker('eng', OEM.LSTM_ONLY, { langPath: letters, cacheMethod: 'none', gzip: true })
const reader = localReader({ count: 1 })

const [front, selfie] = [await makePassport(), await makeSelfie()]
const file = (bytes: Buffer) => ({ bytes, mediaType: 'image/jpeg' }) as const
const stated = {
  firstName: 'Anna',
  lastName: 'Nowak',
  birthDate: anna.birthDate,
  citizenship: 'PL',
  nationality: undefined,
  pesel: undefined,
  documentType: 'PASSPORT',
  documentNumber: anna.number,
  documentExpiryDate: undefined,
}
const known = { document: 0, person: 0, file: 0 }

async function verify(): Promise<void> {
  const reading = await reader.readIdentity({ FRONT: file(front), SELFIE: file(selfie) }, stated)
  if ('fault' in reading) throw new Error(reading.fault)
  const facts = { now: new Date('2026-03-02T09:30:00Z'), stated, reading, risk: 'LOW', known } as const
  const { outcome } = ruleOn(identityChecks.map(check => rate(check.name, check.judge(facts))))
  if (outcome !== 'APPROVED') throw new Error(`the specimen was ${outcome}`)
}

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await act()
  return performance.now() - from
}

await verify()
await bare.recognize(front)
const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  const ocrMs = await timed(() => bare.recognize(front))
  const wholeMs = await timed(verify)
  ratios.push(wholeMs / ocrMs)
  console.log(`bare OCR ${ocrMs.toFixed(0)} ms, verification ${wholeMs.toFixed(0)} ms`)
}
printRatio('verification ÷ bare OCR of the page', ratios, '≤ 1.3', ratio => ratio <= 1.3)
await bare.terminate()
await reader.stop()
