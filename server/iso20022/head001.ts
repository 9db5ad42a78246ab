import { agent } from './agent.ts'
import { defineMessage } from './message.ts'
import { party } from './party.ts'
import { one, optional, record, some, type ValueOf } from './shape.ts'
import { boolean, code, isoDateTime, text } from './simple-types.ts'

const sideFields = { organisation: optional('OrgId', party), agent: optional('FIId', agent) }
const side = record(sideFields, { exactlyOne: [['organisation', 'agent']] })

const baseFields = {
  from: one('Fr', side),
  to: one('To', side),
  businessMessageIdentifier: one('BizMsgIdr', text(35)),
  /** `pacs.008.001.08`. */
  messageDefinitionIdentifier: one('MsgDefIdr', text(35)),
  /** Which rules apply, as agreed: `sepa.sct.inst` … */
  businessService: optional('BizSvc', text(35)),
}
const laterFields = {
  copyDuplicate: optional('CpyDplct', code('CODU', 'COPY', 'DUPL')),
  possibleDuplicate: optional('PssblDplct', boolean),
  priority: optional('Prty', text(35)),
}

const fields = {
  ...baseFields,
  marketPractice: optional('MktPrctc', record({ registry: one('Regy', text(350)), id: one('Id', text(2048)) })),
  creationDate: one('CreDt', isoDateTime),
  businessProcessingDate: optional('BizPrcgDt', isoDateTime),
  ...laterFields,
  related: some('Rltd', record({ ...baseFields, creationDate: one('CreDt', isoDateTime), ...laterFields })),
}
/** head.001.001.02, BusinessApplicationHeader: who sends which message to whom. A signature is kept as unknown, not checked. */
export interface Head001 extends ValueOf<typeof fields> {}

export const {
  read: readHead001,
  write: writeHead001,
  shape: head001Shape,
} = defineMessage<Head001>({
  identifier: 'head.001.001.02',
  elements: ['AppHdr'],
  shape: record(fields),
})
