export { type CreateTransfer, createTransfer } from './create-transfer.ts'
