/**
 * A state machine as a literal table: from state, by command, to state. The SQL check, the diagram of a README and the
 * test over every path come from the same table.
 */
export interface Machine<S extends string, C extends string> {
  readonly name: string
  readonly initial: S
  readonly moves: Readonly<Record<S, Partial<Record<C, S>>>>
}

export const machine = <S extends string, C extends string>(table: Machine<S, C>): Machine<S, C> => table

/** The state after a command, or undefined where the table has no such move. */
export const nextState = <S extends string, C extends string>(m: Machine<S, C>, from: S, command: C): S | undefined =>
  m.moves[from][command]

/** The state after a command that must be possible here: a bug otherwise. */
export function mustMove<S extends string, C extends string>(m: Machine<S, C>, from: S, command: C): S {
  const to = nextState(m, from, command)
  if (to === undefined) throw new Error(`${m.name}: ${command} is not possible in ${from}`)
  return to
}

export const statesOf = <S extends string, C extends string>(m: Machine<S, C>): S[] => Object.keys(m.moves) as S[]

/** No command leads out of a final state. */
export const isFinal = <S extends string, C extends string>(m: Machine<S, C>, state: S): boolean =>
  Object.keys(m.moves[state]).length === 0

/** A Mermaid state diagram of the table. */
export function diagramOf<S extends string, C extends string>(m: Machine<S, C>): string {
  const moves = statesOf(m).flatMap(from =>
    Object.entries(m.moves[from]).map(([command, to]) => `  ${from} --> ${String(to)}: ${command}`),
  )
  const ends = statesOf(m)
    .filter(state => isFinal(m, state))
    .map(state => `  ${state} --> [*]`)
  return ['stateDiagram-v2', `  [*] --> ${m.initial}`, ...moves, ...ends].join('\n')
}
