import { useEffect, useRef, useState } from 'preact/hooks'
import { type Challenge, drawChallenge, sendFrames } from '../api.ts'
import { Camera } from '../camera.tsx'
import type { Chosen } from '../picture.ts'
import type { StepProps } from '../step-props.ts'
import { useSending } from '../use-sending.ts'

const wordOf = { STRAIGHT: 'poseStraight', LEFT: 'poseLeft', RIGHT: 'poseRight' } as const

/**
 * The selfie as one of three frames, in an order that the server draws: who looks to either side has a head with a depth.
 * Nothing is kept until all three are sent, so a reload begins anew.
 */
export function Turns({
  link,
  tell,
  onState,
  onClosed,
}: StepProps & {
  /** With what went wrong, where something did: the selfie may be uploaded instead. */
  readonly onClosed: (problem?: string) => void
}) {
  const [challenge, setChallenge] = useState<Challenge>()
  const [frames, setFrames] = useState<readonly Chosen[]>([])
  const kept = useRef<readonly Chosen[]>([])
  const { isSending, fault, send } = useSending(tell, onState)
  kept.current = frames
  useEffect(() => {
    draw()
    return forget
  }, [link])

  function forget(): void {
    for (const { preview } of kept.current) if (preview !== null) URL.revokeObjectURL(preview)
  }
  function draw(): void {
    forget()
    setFrames([])
    setChallenge(undefined)
    drawChallenge(link).then(
      state => setChallenge(state.challenge ?? undefined),
      () => onClosed(tell('offline')),
    )
  }

  if (challenge === undefined) return <p aria-live="polite">{tell('wait')}</p>
  const { poses, challengeId } = challenge
  const pose = poses[frames.length]
  if (pose !== undefined) {
    const step = tell('poseStep', { number: frames.length + 1, count: poses.length })
    return (
      <Camera
        part="SELFIE"
        tell={tell}
        instruction={`${step} ${tell(wordOf[pose])}`}
        onTaken={taken => setFrames([...frames, taken])}
        onClosed={onClosed}
      />
    )
  }
  return (
    <>
      <ul class="frames">
        {frames.map(({ preview }, at) => (
          <li key={preview}>{preview !== null && <img src={preview} alt={tell(wordOf[poses[at] ?? 'STRAIGHT'])} />}</li>
        ))}
      </ul>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="actions">
        <button
          type="button"
          disabled={isSending}
          onClick={() =>
            send(() =>
              sendFrames(
                link,
                challengeId,
                frames.map(({ blob }) => blob),
              ),
            )
          }
        >
          {isSending ? tell('sending') : tell('useAll')}
        </button>
        <button type="button" class="second" disabled={isSending} onClick={draw}>
          {tell('againAll')}
        </button>
      </div>
    </>
  )
}
