import { useState } from 'preact/hooks'
import { agree } from '../api.ts'
import type { StepProps } from '../step-props.ts'
import { useSending } from '../use-sending.ts'

/** What is needed, what is done with it, and that the user agrees. */
export function Consent({ link, state, tell, onState }: StepProps) {
  const [hasAgreed, setAgreed] = useState(false)
  const { isSending, fault, setFault, send } = useSending(tell, onState)
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (hasAgreed) send(() => agree(link))
        else setFault(tell('consentMissing'))
      }}
    >
      <h1 tabIndex={-1}>{tell('consentTitle')}</h1>
      <p>{tell('consentIntro', { partner: state.partner.displayName })}</p>
      <h2>{tell('consentNeed')}</h2>
      <ul>
        <li>{tell('consentNeedDocument')}</li>
        <li>{tell('consentNeedCamera')}</li>
        <li>{tell('consentNeedLight')}</li>
      </ul>
      <p class="quiet">{tell('consentData')}</p>
      <label class="agree">
        <input
          type="checkbox"
          checked={hasAgreed}
          aria-describedby={fault === undefined ? undefined : 'fault'}
          onChange={event => setAgreed(event.currentTarget.checked)}
        />
        <span>{tell('consentAgree')}</span>
      </label>
      <p id="fault" class="fault" role="alert">
        {fault}
      </p>
      <button type="submit" disabled={isSending}>
        {isSending ? tell('wait') : tell('next')}
      </button>
    </form>
  )
}
