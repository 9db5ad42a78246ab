import type { Locale } from '@florin/contract/shapes/hosted.ts'
import type { HostedState } from './api.ts'
import type { Tell } from './words/index.ts'

/** What every step gets. */
export interface StepProps {
  readonly link: string
  readonly state: HostedState
  readonly locale: Locale
  readonly tell: Tell
  /** What the server answered: the page goes on from there. */
  readonly onState: (state: HostedState) => void
}
