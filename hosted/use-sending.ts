import { useCallback, useState } from 'preact/hooks'
import { type HostedState, Refusal } from './api.ts'
import type { Tell } from './words/index.ts'

/** Sends something: whether it is under way, and what went wrong in the user's words. */
export function useSending(tell: Tell, onState: (state: HostedState) => void) {
  const [isSending, setSending] = useState(false)
  const [fault, setFault] = useState<string>()
  const send = useCallback(
    (act: () => Promise<HostedState>) => {
      setSending(true)
      setFault(undefined)
      act().then(
        state => {
          setSending(false)
          onState(state)
        },
        (error: unknown) => {
          setSending(false)
          const isOffline = !(error instanceof Refusal) || error.code === 'offline'
          setFault(isOffline ? tell('offline') : tell('fault', { reason: error.message }))
        },
      )
    },
    [tell, onState],
  )
  return { isSending, fault, setFault, send }
}
