import type { Sql } from '../../kit/sql.ts'
import { documentForm } from './entry.ts'
import { type CurrentEntry, findCandidates } from './entry-store.ts'
import { foldName } from './fold-name.ts'
import { hitScoreMin, matchEntry, nameOf, rulesVersion, type ScreenedPerson } from './match.ts'
import type { Finding, Screener } from './screener.ts'

/** Names that sound alike: a common name has more bearers on the lists than anybody will look at. */
const candidatesMax = 60

/** Our own screener: the lists that the operator has loaded. */
export const listScreener = (sql: Sql): Screener => ({
  rules: rulesVersion,
  async search(person) {
    const { sound } = foldName(nameOf(person))
    const document = person.documentNumber === undefined ? '' : documentForm(person.documentNumber)
    if (sound === '' && document === '') return []
    const candidates = await findCandidates(sql, { sound, document: document || undefined, limit: candidatesMax })
    return findingsOf(person, candidates)
  },
})

/** Those that are hits, the best first; a person who stands on a list twice is found once. */
export function findingsOf(person: ScreenedPerson, candidates: readonly CurrentEntry[]): Finding[] {
  const best = new Map<string, Finding>()
  for (const { list, hash, entry } of candidates) {
    const { score, matchedName, evidence } = matchEntry(person, entry)
    if (score < hitScoreMin) continue
    const key = `${list}|${entry.entityId}`
    if ((best.get(key)?.score ?? -1) >= score) continue
    const { entityId, topics, programmes } = entry
    best.set(key, { list, entityId, entryHash: hash, name: matchedName.text, topics, programmes, score, evidence })
  }
  return [...best.values()].sort((a, b) => b.score - a.score)
}
