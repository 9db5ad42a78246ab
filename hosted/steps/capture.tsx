import { useEffect, useState } from 'preact/hooks'
import { type Part, sendPicture } from '../api.ts'
import { Camera } from '../camera.tsx'
import { Hints } from '../hints.tsx'
import { nameOfPart } from '../part-name.ts'
import { type Chosen, readFile } from '../picture.ts'
import type { StepProps } from '../step-props.ts'
import { useSending } from '../use-sending.ts'
import { Turns } from './turns.tsx'

/** One picture: taken or uploaded, looked at with hints, and sent. */
export function Capture({
  link,
  state,
  part,
  locale,
  tell,
  onState,
  onBack,
}: StepProps & { readonly part: Part; readonly onBack: () => void }) {
  const [chosen, setChosen] = useState<Chosen>()
  const [isFilming, setFilming] = useState(false)
  const { isSending, fault, setFault, send } = useSending(tell, onState)
  const name = nameOfPart(part, state.document?.documentType === 'PASSPORT', tell)
  useEffect(
    () => () => {
      if (typeof chosen?.preview === 'string') URL.revokeObjectURL(chosen.preview)
    },
    [chosen],
  )

  async function choose(file: File | undefined): Promise<void> {
    if (file === undefined) return
    const read = await readFile(file)
    setChosen(read)
    setFault(read === undefined ? tell('badFile') : undefined)
  }

  if (chosen !== undefined) {
    return (
      <>
        <h1 tabIndex={-1}>{tell('lookTitle')}</h1>
        {chosen.preview === null ? (
          <p class="file">
            {tell('pdf')}: {chosen.name}
          </p>
        ) : (
          <img class="preview" src={chosen.preview} alt={tell('pictureOf', { part: name })} />
        )}
        <Hints hints={chosen.hints} tell={tell} />
        <p class="fault" role="alert">
          {fault}
        </p>
        <div class="actions">
          <button type="button" disabled={isSending} onClick={() => send(() => sendPicture(link, part, chosen.blob))}>
            {isSending ? tell('sending') : tell('use')}
          </button>
          <button type="button" class="second" disabled={isSending} onClick={() => setChosen(undefined)}>
            {tell('again')}
          </button>
        </div>
      </>
    )
  }
  const close = (problem?: string): void => {
    setFilming(false)
    setFault(problem)
  }
  const take = (taken: Chosen): void => {
    setFilming(false)
    setChosen(taken)
  }
  // A face is seen to turn; a document lies still.
  const camera =
    part === 'SELFIE' ? (
      <Turns {...{ link, state, locale, tell, onState }} onClosed={close} />
    ) : (
      <Camera part={part} tell={tell} onTaken={take} onClosed={close} />
    )
  return (
    <>
      <h1 tabIndex={-1}>{name}</h1>
      {part !== 'SELFIE' && <p>{tell('frontHelp')}</p>}
      {/* Once the camera is on, each pose has its own words. */}
      {part === 'SELFIE' && !isFilming && (
        <>
          <p>{tell('selfieHelp')}</p>
          <p class="quiet">{tell('turnHelp')}</p>
        </>
      )}
      {isFilming ? (
        camera
      ) : (
        <>
          <p class="fault" role="alert">
            {fault}
          </p>
          <div class="actions">
            <button type="button" onClick={() => setFilming(true)}>
              {tell('useCamera')}
            </button>
            <label class="button second upload">
              <input
                type="file"
                accept="image/jpeg,image/png,application/pdf"
                aria-describedby="upload-help"
                onChange={event => void choose(event.currentTarget.files?.[0])}
              />
              <span>{tell('upload')}</span>
            </label>
          </div>
          <p id="upload-help" class="quiet help">
            {tell('uploadHelp')}
          </p>
          <button type="button" class="plain" onClick={onBack}>
            {tell('back')}
          </button>
        </>
      )}
    </>
  )
}
