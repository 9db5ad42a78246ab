import type { hostedEndpoints } from '@florin/contract/index.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'

export type HostedState = Answer<typeof hostedEndpoints.getHostedState>
export type StatedDocument = NonNullable<HostedState['document']>
export type Part = HostedState['parts'][number]
type Opened = Answer<typeof hostedEndpoints.openHostedLink>

/** What the server refuses, with its code; `offline` where nobody answered. */
export class Refusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The path of the page, which is the path of its calls. */
export const linkOf = (pathname: string): string => pathname.replace(/\/+$/, '')

const keyOf = (link: string): string => `florin:${link}`

/** Private browsing may refuse to keep anything: then the link lives as long as the page. */
let kept: string | null = null
const tokenOf = (link: string): string | null => {
  try {
    return localStorage.getItem(keyOf(link)) ?? kept
  } catch {
    return kept
  }
}
function keepToken(link: string, token: string): void {
  kept = token
  try {
    localStorage.setItem(keyOf(link), token)
  } catch {
    // Kept in memory above.
  }
}

async function call<T>(link: string, method: string, path: string, body?: object): Promise<T> {
  const token = tokenOf(link)
  const isForm = body instanceof FormData
  const response = await fetch(`${link}/${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  }).catch(() => {
    throw new Refusal('offline', 'Nobody answered.')
  })
  const answer = (await response.json().catch(() => ({}))) as { errorCode?: string; errorMessage?: string }
  if (!response.ok) throw new Refusal(answer.errorCode ?? 'offline', answer.errorMessage ?? response.statusText)
  return answer as T
}

/** How far it is: of a link that this browser has opened before, or opens now. */
export async function openLink(link: string): Promise<HostedState | 'TAKEN' | 'EXPIRED'> {
  if (tokenOf(link) !== null) return call<HostedState>(link, 'GET', 'state')
  const { link: outcome, token, state } = await call<Opened>(link, 'POST', 'open', {})
  if (token === null || state === null) return outcome === 'EXPIRED' ? 'EXPIRED' : 'TAKEN'
  keepToken(link, token)
  return state
}

export const readState = (link: string): Promise<HostedState> => call(link, 'GET', 'state')
export const agree = (link: string): Promise<HostedState> => call(link, 'POST', 'consent', { hasAgreed: true })
export const saveDocument = (link: string, document: object): Promise<HostedState> =>
  call(link, 'PUT', 'document', document)
export const sendAgain = (link: string): Promise<HostedState> => call(link, 'POST', 'again', {})
export const submit = (link: string): Promise<HostedState> => call(link, 'POST', 'submit', {})

export type Challenge = NonNullable<HostedState['challenge']>

/** A new order in which the head is turned. */
export const drawChallenge = (link: string): Promise<HostedState> => call(link, 'POST', 'challenge', {})

/** The frames in the order of the challenge. */
export function sendFrames(link: string, challengeId: string, frames: readonly Blob[]): Promise<HostedState> {
  const form = new FormData()
  for (const [at, name] of ['first', 'second', 'third'].entries()) {
    const frame = frames[at]
    if (frame !== undefined) form.append(name, frame, 'picture')
  }
  return call(link, 'POST', `challenge/${challengeId}`, form)
}

export function sendPicture(link: string, part: Part, picture: Blob): Promise<HostedState> {
  const form = new FormData()
  form.append(part.toLowerCase(), picture, 'picture')
  return call(link, 'POST', 'files', form)
}
