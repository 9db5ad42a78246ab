import { z } from 'zod'
import { machine, nextState } from '../../kit/machine.ts'
import type { AuditNote, Decision } from '../../kit/work/decision.ts'

/** With KYC a user is verified first; without, it has balances at once, no cards, and can never be upgraded. */
export type PartnerModel = 'kyc' | 'no-kyc'

export const partnerMachine = machine({
  name: 'partner',
  initial: 'active',
  moves: {
    active: { suspend: 'suspended' },
    /** Its keys are refused as unknown ones are; its money stays where it is. */
    suspended: { resume: 'active' },
  },
} as const)

export type PartnerState = 'active' | 'suspended'

const count = z.number().int().positive()

/** What is set for one partner. A row that was written before a setting existed gets its default. */
export const settingsSchema = z.object({
  /** The days of limits and statements. */
  timeZone: z.string().default('Europe/Warsaw'),
  /** Two generations of the API name the first status of a fiat balance differently. */
  fiatStatusDialect: z.enum(['WAITING_FOR_ACTIVATION', 'WAITING_TO_BE_ACTIVATED']).default('WAITING_FOR_ACTIVATION'),
  /** The life of a rate lock. */
  lockSeconds: count.default(30),
  /** closed: SEPA only to the holder's own whitelisted IBAN. */
  sepaLoop: z.enum(['closed', 'open']).default('closed'),
  limits: z
    .object({
      perSecond: count.default(100),
      burst: count.default(200),
      moneyPerSecond: count.default(50),
      moneyBurst: count.default(100),
    })
    .prefault({}),
})

export type PartnerSettings = z.output<typeof settingsSchema>

export const defaultSettings: PartnerSettings = settingsSchema.parse({})

export interface Partner {
  readonly id: string
  readonly name: string
  readonly model: PartnerModel
  readonly state: PartnerState
  readonly settings: PartnerSettings
  /** Seals the partner's own secrets. */
  readonly dataKeyId: string
  readonly version: number
  readonly createdAt: Date
}

/** Settings to change; what is left out stays. */
export interface SettingsChange {
  readonly timeZone?: string | undefined
  readonly fiatStatusDialect?: PartnerSettings['fiatStatusDialect'] | undefined
  readonly lockSeconds?: number | undefined
  readonly sepaLoop?: PartnerSettings['sepaLoop'] | undefined
  readonly limits?: { readonly [K in keyof PartnerSettings['limits']]?: number | undefined }
}

const given = <T extends object>(change: T): Partial<T> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>

export function changedSettings(settings: PartnerSettings, { limits, ...change }: SettingsChange): PartnerSettings {
  return settingsSchema.parse({
    ...settings,
    ...given(change),
    limits: { ...settings.limits, ...given(limits ?? {}) },
  })
}

export function openPartner(partner: Omit<Partner, 'state' | 'version'>): Decision<Partner> {
  const next: Partner = { ...partner, state: partnerMachine.initial, version: 1 }
  return { next, note: [noteOn(next, 'partner.created', { name: next.name, model: next.model, ...next.settings })] }
}

export interface PartnerChange {
  readonly name?: string | undefined
  readonly isSuspended?: boolean | undefined
  readonly settings?: SettingsChange | undefined
}

/** The changed partner, or undefined where nothing changes. */
export function changePartner(partner: Partner, change: PartnerChange): Decision<Partner> | undefined {
  const command = change.isSuspended === undefined ? undefined : change.isSuspended ? 'suspend' : 'resume'
  const state = (command && nextState(partnerMachine, partner.state, command)) ?? partner.state
  const name = change.name ?? partner.name
  const settings = changedSettings(partner.settings, change.settings ?? {})
  const before = { name: partner.name, state: partner.state, ...partner.settings }
  const after = { name, state, ...settings }
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined
  const next: Partner = { ...partner, name, state, settings, version: partner.version + 1 }
  return { next, note: [noteOn(next, 'partner.changed', { before, after })] }
}

const noteOn = (partner: Partner, action: string, detail: Record<string, unknown>): AuditNote => ({
  action,
  subject: partner.id,
  detail,
})
