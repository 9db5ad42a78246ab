// Generated from contract/ by `npm run gen`. Do not edit.

/** Codes of refusals: decide by them, and expect new ones. */
export type ErrorCode =
  /** The proof of address is under review. */
  | 'P211'
  /** The key is missing (xo1), unknown or revoked (xo2), or used from an address that is not on the allow list (xo3). */
  | 'P401'
  /** The request breaks a rule of its schema. `errors` names each field and rule. */
  | 'P403'
  /** No endpoint answers to this method and path, or the key, operator, job … of the path does not exist and has no code of its own. */
  | 'P404'
  /** A request with this Idempotency-Key is still being carried out. Send it again in a moment. */
  | 'P408'
  /** This Idempotency-Key was used with another body. Use a new key for a new request. */
  | 'P409'
  /** The currency or network is unknown or not enabled. */
  | 'P410'
  /** The externalUserId is used, or was used by a deleted user. */
  | 'P411'
  /** User does not exist */
  | 'P412'
  /** Partner does not exist */
  | 'P418'
  /** Source or destination must be provided. */
  | 'P424'
  /** Decided by content, not by name. */
  | 'P426'
  /** SEPA transfer does not exist */
  | 'P428'
  /** Too many requests, or more rotations of the webhook secret than a day has room for. Retry-After says when to come again. */
  | 'P429'
  /** This country is not served. */
  | 'P431'
  /** The available balance is too low. */
  | 'P433'
  /** This user has no such card. */
  | 'P434'
  /** The file is too large. At most 5 MB. */
  | 'P440'
  /** This user has no identity verification. */
  | 'P445'
  /** The proof of address is already approved. */
  | 'P447'
  /** Cards are not available in this country. */
  | 'P451'
  /** The user is suspended. */
  | 'P455'
  /** The user is not verified yet. */
  | 'P459'
  /** This user has no proof of address. */
  | 'P460'
  /** The user is not of the extended tier. */
  | 'P461'
  /** There is no such rate lock. */
  | 'P470'
  /** The rate lock has expired. Get a new one. */
  | 'P471'
  /** The rate lock was already used. Get a new one. */
  | 'P472'
  /** The rate lock was given for another owner, pair or a smaller amount. */
  | 'P473'
  /** Exchange does not exist */
  | 'P474'
  /** Transfer does not exist */
  | 'P475'
  /** Withdrawal does not exist */
  | 'P476'
  /** Deposit does not exist */
  | 'P477'
  /** Order does not exist */
  | 'P478'
  /** Payment link does not exist */
  | 'P479'
  /** The IBAN is not valid. */
  | 'P480'
  /** The wallet address is not valid on this network. */
  | 'P481'
  /** The amount is below the minimum. */
  | 'P482'
  /** A limit of the user is too low. `limit` says which one, what is used of it, what is left, and when it is free again. */
  | 'P483'
  /** No more cards can be issued to this user now. */
  | 'P484'
  /** The card is not active. */
  | 'P485'
  /** A balance, a hold or a card of this user is still alive. */
  | 'P486'
  /** The balance is not active. */
  | 'P487'
  /** This recipient is not allowed. */
  | 'P488'
  /** No travel-rule data is expected for this deposit. */
  | 'P489'
  /** There is no such event. */
  | 'P490'
  /** This call is not part of your model (with or without KYC). */
  | 'P491'
  /** The API key lacks the scope that this call needs. */
  | 'P492'
  /** A fault of ours. */
  | 'P500'
  /** A rail or the database cannot answer now; send the request again after Retry-After. */
  | 'P501'
