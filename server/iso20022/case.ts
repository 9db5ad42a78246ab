import { agent } from './agent.ts'
import { party } from './party.ts'
import { one, optional, record, type ValueOf } from './shape.ts'
import { boolean, isoDateTime, text } from './simple-types.ts'

const partyOrAgentFields = { party: optional('Pty', party), agent: optional('Agt', agent) }
/** Party40Choice. */
export interface PartyOrAgent extends ValueOf<typeof partyOrAgentFields> {}
export const partyOrAgent = record(partyOrAgentFields, { exactlyOne: [['party', 'agent']] })

const assignmentFields = {
  id: one('Id', text(35)),
  assigner: one('Assgnr', partyOrAgent),
  assignee: one('Assgne', partyOrAgent),
  creationDateTime: one('CreDtTm', isoDateTime),
}
/** CaseAssignment5: who asks whom. */
export interface CaseAssignment extends ValueOf<typeof assignmentFields> {}
export const caseAssignment = record(assignmentFields)

const caseFields = {
  id: one('Id', text(35)),
  creator: one('Cretr', partyOrAgent),
  reopened: optional('ReopCaseIndctn', boolean),
}
/** Case5: an investigation, under the id that its creator gave it. */
export interface Case extends ValueOf<typeof caseFields> {}
export const investigationCase = record(caseFields)
