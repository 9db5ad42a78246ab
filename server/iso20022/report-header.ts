import { party } from './party.ts'
import { one, optional, record, type ValueOf } from './shape.ts'
import { boolean, digits, isoDateTime, text } from './simple-types.ts'

const paginationFields = {
  pageNumber: one('PgNb', digits(5)),
  lastPage: one('LastPgInd', boolean),
}
export const pagination = record(paginationFields)

const groupHeaderFields = {
  messageIdentification: one('MsgId', text(35)),
  creationDateTime: one('CreDtTm', isoDateTime),
  messageRecipient: optional('MsgRcpt', party),
  pagination: optional('MsgPgntn', pagination),
  additionalInformation: optional('AddtlInf', text(500)),
}
/** GroupHeader81, of camt.052, 053 and 054. */
export interface GroupHeader extends ValueOf<typeof groupHeaderFields> {}
export const groupHeader = record(groupHeaderFields)
