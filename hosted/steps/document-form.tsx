import { countries } from '@florin/contract/countries.ts'
import { useMemo, useState } from 'preact/hooks'
import { saveDocument } from '../api.ts'
import type { StepProps } from '../step-props.ts'
import { useSending } from '../use-sending.ts'

const types = ['PASSPORT', 'ID_CARD', 'RESIDENCE_PERMIT'] as const

/** Which document it is, and what is written on it. */
export function DocumentForm({ link, state, locale, tell, onState }: StepProps) {
  const known = state.document
  const [documentType, setType] = useState(known?.documentType ?? 'PASSPORT')
  const [documentCountry, setCountry] = useState(known?.documentCountry ?? '')
  const [documentNumber, setNumber] = useState(known?.documentNumber ?? '')
  const [documentExpiryDate, setExpiry] = useState(known?.documentExpiryDate ?? '')
  const [isTried, setTried] = useState(false)
  const { isSending, fault, send } = useSending(tell, onState)
  const names = useMemo(() => {
    const nameOf = new Intl.DisplayNames([locale], { type: 'region' })
    const { compare } = new Intl.Collator(locale)
    return countries.map(code => ({ code, name: nameOf.of(code) ?? code })).sort((a, b) => compare(a.name, b.name))
  }, [locale])
  const isMissing = { country: isTried && documentCountry === '', number: isTried && documentNumber.trim() === '' }

  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        setTried(true)
        if (documentCountry === '' || documentNumber.trim() === '') {
          document.getElementById(documentCountry === '' ? 'country' : 'number')?.focus()
          return
        }
        const stated = { documentType, documentCountry, documentNumber: documentNumber.trim() }
        send(() => saveDocument(link, documentExpiryDate === '' ? stated : { ...stated, documentExpiryDate }))
      }}
    >
      <h1 tabIndex={-1}>{tell('documentTitle')}</h1>
      <fieldset>
        <legend>{tell('documentType')}</legend>
        {types.map(type => (
          <label key={type} class="choice">
            <input
              type="radio"
              name="type"
              value={type}
              checked={documentType === type}
              onChange={() => setType(type)}
            />
            <span>{tell(type)}</span>
          </label>
        ))}
      </fieldset>
      <label for="country">{tell('documentCountry')}</label>
      <select
        id="country"
        value={documentCountry}
        required
        aria-invalid={isMissing.country}
        aria-describedby="country-fault"
        onChange={event => setCountry(event.currentTarget.value)}
      >
        <option value="">{tell('choose')}</option>
        {names.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <p id="country-fault" class="fault">
        {isMissing.country && tell('required')}
      </p>
      <label for="number">{tell('documentNumber')}</label>
      <input
        id="number"
        type="text"
        value={documentNumber}
        required
        maxLength={50}
        autoComplete="off"
        autoCapitalize="characters"
        spellcheck={false}
        aria-invalid={isMissing.number}
        aria-describedby="number-fault"
        onInput={event => setNumber(event.currentTarget.value)}
      />
      <p id="number-fault" class="fault">
        {isMissing.number && tell('required')}
      </p>
      <label for="expiry">{tell('documentExpiry')}</label>
      <input
        id="expiry"
        type="date"
        value={documentExpiryDate}
        onInput={event => setExpiry(event.currentTarget.value)}
      />
      <p class="fault" role="alert">
        {fault}
      </p>
      <button type="submit" disabled={isSending}>
        {isSending ? tell('wait') : tell('next')}
      </button>
    </form>
  )
}
