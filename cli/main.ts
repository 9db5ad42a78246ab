import { readSettings } from './config.ts'
import { florin } from './florin.ts'

process.exitCode = await florin(process.argv.slice(2), readSettings(), {
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
})
