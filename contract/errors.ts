/**
 * The one catalogue of the errors that a partner can see. Status, code and name are the wire contract;
 * `when` feeds the generated reference page. Validation (P403) bears no name on the wire.
 */
export interface ErrorEntry {
  readonly status: number
  readonly name: string
  readonly message: string
  readonly when: string
}

const entry = (status: number, name: string, message: string, when = message): ErrorEntry => ({
  status,
  name,
  message,
  when,
})

export const errors = {
  P211: entry(202, 'poa-pending', 'The proof of address is under review.'),
  P401: entry(
    401,
    'access-denied',
    'Access Denied.',
    'The key is missing (xo1), unknown or revoked (xo2), or used from an address that is not on the allow list (xo3).',
  ),
  P403: entry(
    400,
    'validation-failed',
    'The request is not valid.',
    'The request breaks a rule of its schema. `errors` names each field and rule.',
  ),
  P404: entry(
    404,
    'not-found',
    'There is no such endpoint.',
    'No endpoint answers to this method and path, or the key, operator, job … of the path does not exist and has no code of its own.',
  ),
  P408: entry(
    409,
    'request-in-progress',
    'A request with this Idempotency-Key is still being carried out. Send it again in a moment.',
  ),
  P409: entry(
    409,
    'idempotency-key-reused',
    'This Idempotency-Key was used with another body. Use a new key for a new request.',
  ),
  P410: entry(400, 'invalid-currency', 'The currency or network is unknown or not enabled.'),
  P411: entry(
    400,
    'user-exists',
    'A user with this externalUserId already exists.',
    'The externalUserId is used, or was used by a deleted user.',
  ),
  P412: entry(400, 'invalid-user', 'User does not exist'),
  P418: entry(400, 'partner-not-found', 'Partner does not exist'),
  P424: entry(400, 'source-or-destination-required', 'Source or destination must be provided.'),
  P426: entry(
    400,
    'invalid-file-type',
    'The file is not of an accepted type. Accepted: jpeg, png, pdf.',
    'Decided by content, not by name.',
  ),
  P428: entry(404, 'sepa-transfer-not-found', 'SEPA transfer does not exist'),
  P429: entry(
    429,
    'rate-limit-exceeded',
    'Too many requests. Wait as long as Retry-After says.',
    'Too many requests, or more rotations of the webhook secret than a day has room for. Retry-After says when to come again.',
  ),
  P431: entry(400, 'forbidden-country', 'This country is not served.'),
  P433: entry(400, 'insufficient-funds', 'The available balance is too low.'),
  P434: entry(400, 'invalid-card', 'This user has no such card.'),
  P440: entry(400, 'file-too-large', 'The file is too large. At most 5 MB.'),
  P445: entry(404, 'kyc-not-found', 'This user has no identity verification.'),
  P447: entry(400, 'poa-already-verified', 'The proof of address is already approved.'),
  P451: entry(400, 'forbidden-country-card', 'Cards are not available in this country.'),
  P455: entry(400, 'user-suspended', 'The user is suspended.'),
  P459: entry(400, 'user-not-verified', 'The user is not verified yet.'),
  P460: entry(404, 'poa-not-found', 'This user has no proof of address.'),
  P461: entry(400, 'user-not-extended', 'The user is not of the extended tier.'),
  P470: entry(404, 'lock-not-found', 'There is no such rate lock.'),
  P471: entry(400, 'lock-expired', 'The rate lock has expired. Get a new one.'),
  P472: entry(400, 'lock-used', 'The rate lock was already used. Get a new one.'),
  P473: entry(400, 'lock-mismatch', 'The rate lock was given for another owner, pair or a smaller amount.'),
  P474: entry(404, 'exchange-not-found', 'Exchange does not exist'),
  P475: entry(404, 'transfer-not-found', 'Transfer does not exist'),
  P476: entry(404, 'withdrawal-not-found', 'Withdrawal does not exist'),
  P477: entry(404, 'deposit-not-found', 'Deposit does not exist'),
  P478: entry(404, 'order-not-found', 'Order does not exist'),
  P479: entry(404, 'payment-link-not-found', 'Payment link does not exist'),
  P480: entry(400, 'invalid-iban', 'The IBAN is not valid.'),
  P481: entry(400, 'invalid-address', 'The wallet address is not valid on this network.'),
  P482: entry(400, 'below-minimum', 'The amount is below the minimum.'),
  P483: entry(
    400,
    'limit-exceeded',
    'The limit is exceeded.',
    'A limit of the user is too low. `limit` says which one, what is used of it, what is left, and when it is free again.',
  ),
  P484: entry(400, 'card-limit-reached', 'No more cards can be issued to this user now.'),
  P485: entry(400, 'card-not-active', 'The card is not active.'),
  P486: entry(400, 'balance-not-empty', 'A balance, a hold or a card of this user is still alive.'),
  P487: entry(400, 'balance-not-active', 'The balance is not active.'),
  P488: entry(400, 'recipient-not-allowed', 'This recipient is not allowed.'),
  P489: entry(400, 'travel-rule-not-expected', 'No travel-rule data is expected for this deposit.'),
  P490: entry(404, 'event-not-found', 'There is no such event.'),
  P491: entry(400, 'model-not-allowed', 'This call is not part of your model (with or without KYC).'),
  P492: entry(403, 'scope-missing', 'The API key lacks the scope that this call needs.'),
  P500: entry(
    500,
    'unexpected',
    'Something went wrong on our side. Nothing needs to be done; tell us the x-request-id.',
    'A fault of ours.',
  ),
  P501: entry(
    503,
    'unavailable',
    'Temporarily unavailable. Try again.',
    'A rail or the database cannot answer now; send the request again after Retry-After.',
  ),
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errors
