import { type EventDefinition, type EventType, events } from '@florin/contract/events.ts'
import type { Visibility } from './delivery-store.ts'

const definitions = Object.entries(events) as [EventType, EventDefinition][]

const typesWhere = (holds: (definition: EventDefinition) => boolean): EventType[] =>
  definitions.filter(([, definition]) => holds(definition)).map(([type]) => type)

/** Types that wait for nobody: each event stands for itself. */
export const unorderedTypes: readonly EventType[] = typesWhere(
  ({ subject }) => subject !== 'user' && subject !== 'object',
)

/** The contract's event types as the sequencer asks about them. Types that are not in it stay inside the house. */
export const visibility: Visibility = {
  types: definitions.map(([type]) => type),
  unordered: unorderedTypes,
  always: typesWhere(({ byDefault }) => byDefault === true),
  byStatus: typesWhere(({ byDefault }) => Array.isArray(byDefault)),
  statuses: definitions.flatMap(([type, { byDefault }]) =>
    typeof byDefault === 'boolean' ? [] : byDefault.map(status => `${type}:${status}`),
  ),
}

/** The types that a partner gets now, whatever their status; null: it has not chosen. */
export const wantedTypes = (chosen: readonly EventType[] | null): readonly EventType[] =>
  chosen ?? typesWhere(({ byDefault }) => byDefault !== false)
