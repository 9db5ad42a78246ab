import { submit } from '../api.ts'
import { nameOfPart } from '../part-name.ts'
import type { Step } from '../progress.ts'
import type { StepProps } from '../step-props.ts'
import { useSending } from '../use-sending.ts'

/** Everything once more, before it is sent. */
export function Review({
  link,
  state,
  locale,
  tell,
  onState,
  onGo,
}: StepProps & { readonly onGo: (step: Step) => void }) {
  const { isSending, fault, send } = useSending(tell, onState)
  const stated = state.document
  if (stated === null) return null
  const isPassport = stated.documentType === 'PASSPORT'
  const country = new Intl.DisplayNames([locale], { type: 'region' }).of(stated.documentCountry)
  const change = (step: Step, of: string) => (
    <button type="button" class="plain" aria-label={`${tell('change')}: ${of}`} onClick={() => onGo(step)}>
      {tell('change')}
    </button>
  )
  return (
    <>
      <h1 tabIndex={-1}>{tell('reviewTitle')}</h1>
      <p>{tell('reviewIntro')}</p>
      <section>
        <h2>{tell('documentTitle')}</h2>
        <dl>
          <dt>{tell('documentType')}</dt>
          <dd>{tell(stated.documentType)}</dd>
          <dt>{tell('documentCountry')}</dt>
          <dd>{country}</dd>
          <dt>{tell('documentNumber')}</dt>
          <dd>{stated.documentNumber}</dd>
          {stated.documentExpiryDate !== null && (
            <>
              <dt>{tell('documentExpiry')}</dt>
              <dd>{new Date(stated.documentExpiryDate).toLocaleDateString(locale, { timeZone: 'UTC' })}</dd>
            </>
          )}
        </dl>
        {change('document', tell('documentTitle'))}
      </section>
      <section>
        <h2>{tell('pictures')}</h2>
        <ul class="parts">
          {state.parts.map(part => {
            const name = nameOfPart(part, isPassport, tell)
            return (
              <li key={part}>
                <span>
                  {name} <span class="there">✓ {tell('present')}</span>
                </span>
                {change(part, name)}
              </li>
            )
          })}
        </ul>
      </section>
      <p class="fault" role="alert">
        {fault}
      </p>
      <button type="button" disabled={isSending} onClick={() => send(() => submit(link))}>
        {isSending ? tell('sending') : tell('send')}
      </button>
    </>
  )
}
