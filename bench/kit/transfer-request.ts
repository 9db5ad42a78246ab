/** Requests of `POST /v1/transfer` as text, each with an idempotency key of its own. */

const run = Date.now().toString(36)
let sent = 0

export function transferRequest(key: string, body: string): string {
  sent += 1
  return `POST /v1/transfer HTTP/1.1\r\nHost: bench\r\nx-api-key: ${key}\r\nContent-Type: application/json\r\nIdempotency-Key: ${run}-${sent}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

/** From one user to another, both drawn from `bench-1` to `bench-<users>`. */
export function uniformBody(users: number): string {
  const from = 1 + Math.floor(Math.random() * users)
  const step = 1 + Math.floor(Math.random() * (users - 1))
  const to = ((from - 1 + step) % users) + 1
  return `{"sourceExternalUserId":"bench-${from}","destinationExternalUserId":"bench-${to}","amount":0.01,"currency":"eur"}`
}

/** From the partner's one account to a user. */
export const hotBody = (users: number): string =>
  `{"destinationExternalUserId":"bench-${1 + Math.floor(Math.random() * users)}","amount":"0.01","currency":"eur"}`
