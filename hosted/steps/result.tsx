import { useEffect } from 'preact/hooks'
import { type HostedState, readState, sendAgain } from '../api.ts'
import { Notice } from '../notice.tsx'
import type { StepProps } from '../step-props.ts'
import { useSending } from '../use-sending.ts'

const askEveryMs = 3_000

type Outcome = 'Wait' | 'Review' | 'Good' | 'Bad' | 'Again'

/** What became of it. Pictures are asked for again with reasons while it is not decided. */
export function outcomeOf({ kycStatus, rejectionReasons }: HostedState): Outcome {
  if (kycStatus === 'APPROVED') return 'Good'
  if (kycStatus === 'REJECTED' || kycStatus === 'EXPIRED') return 'Bad'
  if (rejectionReasons.length > 0) return 'Again'
  return kycStatus === 'IN_REVIEW' ? 'Review' : 'Wait'
}

/** The result, asked for until there is one. */
export function Result({ link, state, tell, onState }: StepProps) {
  const outcome = outcomeOf(state)
  const { isSending, fault, send } = useSending(tell, onState)
  const isOpen = outcome === 'Wait' || outcome === 'Review'
  useEffect(() => {
    if (!isOpen) return undefined
    // A lost answer is asked for again; the page stays as it is.
    const timer = setInterval(() => void readState(link).then(onState, () => undefined), askEveryMs)
    return () => clearInterval(timer)
  }, [isOpen, link, onState])
  const partner = state.partner.displayName
  const url = outcome === 'Bad' || outcome === 'Again' ? (state.errorUrl ?? state.successUrl) : state.successUrl
  return (
    <div aria-live="polite" class={`result ${outcome.toLowerCase()}`}>
      <Notice title={tell(`result${outcome}Title`)} text={tell(`result${outcome}`, { partner })}>
        {state.rejectionReasons.length > 0 && (
          <>
            <h2>{tell('reasons')}</h2>
            <ul>
              {state.rejectionReasons.map(reason => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </>
        )}
        {outcome === 'Again' && !state.isExpired && (
          <>
            <p class="fault" role="alert">
              {fault}
            </p>
            <button type="button" disabled={isSending} onClick={() => send(() => sendAgain(link))}>
              {tell('sendAgain')}
            </button>
          </>
        )}
        {url !== null && (
          <a class="button" href={url}>
            {tell('return', { partner })}
          </a>
        )}
      </Notice>
    </div>
  )
}
