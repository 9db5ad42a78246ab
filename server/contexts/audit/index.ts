export { type AuditFilter, type AuditRecord, listRecords } from './store.ts'
