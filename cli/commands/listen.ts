import { createServer } from 'node:http'
import { verifyWebhook } from '@florin/sdk/index.ts'
import type { Command } from 'commander'
import { Misuse } from '../failure.ts'
import type { Session } from '../session.ts'

interface Options {
  readonly port: string
  readonly secret?: string
  readonly webhookToken?: string
  readonly answer: string
}

/** A webhook is a few hundred bytes; whatever sends more is none. */
const bodyMaxBytes = 262_144

/**
 * A webhook receiver for the first day: prints what arrives, one line a call, and answers. With a secret it proves each
 * signature. It runs until it is interrupted.
 */
export function addListenCommand(program: Command, open: () => Session): void {
  program
    .command('listen')
    .description('receive webhooks on this machine and print them')
    .option('--port <port>', 'where to listen on 127.0.0.1', '9000')
    .option('--secret <whsec>', 'prove each signature with this signing secret')
    .option('--webhook-token <token>', 'and that Authorization is this token')
    .option('--answer <status>', 'the status to answer, to see retries', '204')
    .action(async ({ port, secret, webhookToken: token, answer }: Options) => {
      const { output } = open()
      const status = Number(answer)
      if (!Number.isInteger(status) || status < 200 || status > 599)
        throw new Misuse('--answer must be a status from 200 to 599')
      const server = createServer((request, response) => {
        const chunks: Buffer[] = []
        let size = 0
        request.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > bodyMaxBytes) request.destroy()
          else chunks.push(chunk)
        })
        request.on('end', () => {
          const body = Buffer.concat(chunks).toString()
          void proofOf(request.headers, body, { secret, token }).then(proof => {
            response.writeHead(status).end()
            output.write(
              output.isJson
                ? `${JSON.stringify({ path: request.url, proof, headers: request.headers, body })}\n`
                : `${request.method} ${request.url} ${body}${proof === undefined ? '' : ` [${proof}]`}\n`,
            )
          })
        })
      })
      await new Promise<void>((resolve, reject) => {
        server.once('error', () => reject(new Misuse(`port ${port} is taken or no port: choose another with --port`)))
        server.listen(Number(port), '127.0.0.1', resolve)
      })
      output.write(output.isJson ? '' : `listening on http://127.0.0.1:${port}\n`)
      await new Promise(resolve => server.once('close', resolve))
    })
}

/** `proved`, or why not; undefined when there is nothing to prove it with. */
async function proofOf(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: string,
  proof: { secret: string | undefined; token: string | undefined },
): Promise<string | undefined> {
  if (proof.secret === undefined && proof.token === undefined) return undefined
  try {
    await verifyWebhook({ headers, body }, proof)
    return 'proved'
  } catch (error) {
    return error instanceof Error ? `NOT PROVED: ${error.message}` : 'NOT PROVED'
  }
}
