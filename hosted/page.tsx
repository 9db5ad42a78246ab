import type { Locale } from '@florin/contract/shapes/hosted.ts'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type HostedState, openLink, Refusal } from './api.ts'
import { paint } from './colours.ts'
import { Notice } from './notice.tsx'
import { type Step, stepOf, stepsOf } from './progress.ts'
import type { StepProps } from './step-props.ts'
import { Capture } from './steps/capture.tsx'
import { Consent } from './steps/consent.tsx'
import { DocumentForm } from './steps/document-form.tsx'
import { Result } from './steps/result.tsx'
import { Review } from './steps/review.tsx'
import { languages, localeOf, type Tell, tellIn } from './words/index.ts'

type Loaded = HostedState | 'TAKEN' | 'EXPIRED' | 'UNKNOWN' | 'OFFLINE'

/** The whole hosted verification: loads how far it is, and shows the step that comes next. */
export function Page({ link }: { readonly link: string }) {
  const [loaded, setLoaded] = useState<Loaded>()
  const [chosen, setChosen] = useState<Locale>()
  const [detour, setDetour] = useState<Step>()
  const state = typeof loaded === 'object' ? loaded : undefined
  const locale = chosen ?? state?.locale ?? localeOf(navigator.languages)
  const tell = useMemo(() => tellIn(locale), [locale])

  const load = useCallback(() => {
    setLoaded(undefined)
    openLink(link).then(setLoaded, error => {
      const isUnknown = error instanceof Refusal && error.code !== 'offline'
      setLoaded(isUnknown ? 'UNKNOWN' : 'OFFLINE')
    })
  }, [link])
  useEffect(load, [load])
  useEffect(() => {
    document.documentElement.lang = locale
    document.title = tell('title')
  }, [locale, tell])
  useEffect(() => {
    if (state !== undefined) paint(state.partner.accentColour)
  }, [state?.partner.accentColour])

  const onState = useCallback((next: HostedState) => {
    setDetour(undefined)
    setLoaded(next)
  }, [])

  const step = state && (detour ?? stepOf(state))
  return (
    <div class="page">
      <header>
        <div class="brand">
          {typeof state?.partner.logo === 'string' && <img src={state.partner.logo} alt="" />}
          <span>{state?.partner.displayName ?? ''}</span>
        </div>
        <label class="language">
          <span class="unseen">{tell('language')}</span>
          <select value={locale} onChange={event => setChosen(event.currentTarget.value as Locale)}>
            {Object.entries(languages).map(([code, { name }]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </header>
      <StepFrame step={step ?? (typeof loaded === 'string' ? loaded : 'loading')}>
        {state !== undefined && step !== undefined ? (
          <>
            <Progress steps={stepsOf(state)} step={step} tell={tell} />
            <Current step={step} onGo={setDetour} {...{ link, state, locale, tell, onState }} />
          </>
        ) : (
          <NoStep loaded={loaded} tell={tell} onAgain={load} />
        )}
      </StepFrame>
    </div>
  )
}

/** A new step is a new page to those who do not see it: its title takes the focus. */
function StepFrame({ step, children }: { readonly step: string; readonly children: preact.ComponentChildren }) {
  const main = useRef<HTMLElement>(null)
  const isFirst = useRef(true)
  useEffect(() => {
    if (!isFirst.current) {
      main.current?.querySelector<HTMLElement>('h1')?.focus()
      scrollTo(0, 0)
    }
    isFirst.current = step === 'loading'
  }, [step])
  return <main ref={main}>{children}</main>
}

function Progress({
  steps,
  step,
  tell,
}: {
  readonly steps: readonly Step[]
  readonly step: Step
  readonly tell: Tell
}) {
  const at = steps.indexOf(step)
  if (at < 0) return null
  const text = tell('step', { number: at + 1, count: steps.length })
  return (
    <div class="progress">
      <progress max={steps.length} value={at + 1} aria-label={text} />
      <span aria-hidden="true">{text}</span>
    </div>
  )
}

function Current({ step, onGo, ...props }: StepProps & { readonly step: Step; readonly onGo: (step: Step) => void }) {
  switch (step) {
    case 'consent':
      return <Consent {...props} />
    case 'document':
      return <DocumentForm {...props} />
    case 'FRONT':
    case 'BACK':
    case 'SELFIE':
      return <Capture key={step} part={step} onBack={() => onGo('document')} {...props} />
    case 'review':
      return <Review onGo={onGo} {...props} />
    case 'result':
      return <Result {...props} />
    case 'over':
      return <Over {...props} />
  }
}

const Over = ({ state, tell }: StepProps) => (
  <Notice title={tell('overTitle')} text={tell('over')}>
    {state.errorUrl !== null && (
      <a class="button" href={state.errorUrl}>
        {tell('return', { partner: state.partner.displayName })}
      </a>
    )}
  </Notice>
)

function NoStep({
  loaded,
  tell,
  onAgain,
}: {
  readonly loaded: Loaded | undefined
  readonly tell: Tell
  readonly onAgain: () => void
}) {
  switch (loaded) {
    case 'TAKEN':
      return <Notice title={tell('takenTitle')} text={tell('taken')} />
    case 'EXPIRED':
      return <Notice title={tell('overTitle')} text={tell('over')} />
    case 'UNKNOWN':
      return <Notice title={tell('unknownTitle')} text={tell('unknown')} />
    case 'OFFLINE':
      return (
        <Notice title={tell('title')} text={tell('offline')}>
          <button type="button" onClick={onAgain}>
            {tell('tryAgain')}
          </button>
        </Notice>
      )
    default:
      return <Notice title={tell('title')} text={tell('wait')} />
  }
}
