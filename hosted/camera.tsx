import { useEffect, useRef, useState } from 'preact/hooks'
import type { Part } from './api.ts'
import { Hints } from './hints.tsx'
import { type Chosen, judge, takePicture } from './picture.ts'
import type { Hint } from './quality.ts'
import type { Tell } from './words/index.ts'

/** Between two looks at what the camera sees: hints that change faster cannot be read. */
const lookEveryMs = 700

interface CameraProps {
  readonly part: Part
  readonly tell: Tell
  /** What to do before the camera, where that changes from picture to picture; said aloud when it does. */
  readonly instruction?: string
  readonly onTaken: (chosen: Chosen) => void
  /** With what went wrong, where something did. */
  readonly onClosed: (problem?: string) => void
}

/** The camera with live hints, and the button that takes the picture. */
export function Camera({ part, tell, instruction, onTaken, onClosed }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [hints, setHints] = useState<readonly Hint[]>()

  useEffect(() => {
    let stream: MediaStream | undefined
    let isOver = false
    const facingMode = part === 'SELFIE' ? 'user' : { ideal: 'environment' }
    const wanted = { facingMode, width: { ideal: 1_920 }, height: { ideal: 1_080 } }
    const close = (): void => {
      isOver = true
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    // Absent where the page is not served securely.
    const asked = navigator.mediaDevices?.getUserMedia({ video: wanted, audio: false })
    if (asked === undefined) onClosed(tell('noCamera'))
    else {
      asked.then(
        given => {
          stream = given
          if (isOver) close()
          else if (video.current !== null) video.current.srcObject = given
        },
        () => onClosed(tell('noCamera')),
      )
    }
    const timer = setInterval(() => {
      const seen = video.current
      if (seen === null || seen.videoWidth === 0) return
      const found = judge(seen)
      // The same hints again are no news to a screen reader.
      setHints(before => (before?.join() === found.join() ? before : found))
    }, lookEveryMs)
    return () => {
      clearInterval(timer)
      close()
    }
  }, [part])

  return (
    <>
      {instruction !== undefined && (
        <p class="pose" aria-live="assertive">
          {instruction}
        </p>
      )}
      <div class={part === 'SELFIE' ? 'camera face' : 'camera'}>
        <video ref={video} autoPlay playsInline muted aria-label={tell(part === 'SELFIE' ? 'selfie' : 'useCamera')} />
      </div>
      {hints !== undefined && <Hints hints={hints} tell={tell} />}
      <div class="actions">
        <button
          type="button"
          disabled={hints === undefined}
          onClick={() => {
            if (video.current !== null) void takePicture(video.current).then(onTaken)
          }}
        >
          {hints === undefined ? tell('wait') : tell('take')}
        </button>
        <button type="button" class="second" onClick={() => onClosed()}>
          {tell('stopCamera')}
        </button>
      </div>
    </>
  )
}
