export { auditKept } from './kept-of-people.ts'
export { type AuditFilter, type AuditRecord, listRecords } from './store.ts'
