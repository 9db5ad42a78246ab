import type { Work } from '../../kit/work/work.ts'
import { findPartner } from '../partners/index.ts'
import { type BrandingRow, findBranding } from './store.ts'

/** How the pages of a partner look. */
export interface Branding {
  readonly displayName: string
  /** #rrggbb; the pages choose black or white letters on it. */
  readonly accentColour: string
  /** A data URL: the pages load nothing from anywhere else. */
  readonly logo: string | null
}

const ourAccent = '#1f4e79'

/** What the partner has said, and else its name and our colour. */
export async function brandingOf(work: Work): Promise<Branding> {
  const said: BrandingRow | undefined = await findBranding(work.sql, work.partnerId)
  const name = said?.displayName ?? (await findPartner(work.sql, work.partnerId))?.name ?? ''
  return { displayName: name, accentColour: said?.accentColour ?? ourAccent, logo: said?.logo ?? null }
}
