import { at, type FieldWord, id, word } from './field-word.ts'

/** Names that only verification has. */
export const verificationWords: Readonly<Record<string, FieldWord>> = {
  approvedBy: word('Who has approved it first, of the two who must.', 'operator:maria'),
  author: word('Who wrote it.', 'operator:maria'),
  caseId: word('The id of the verification.', id('7c31')),
  cases: word('The verifications.'),
  checks: word('Every check that was made, oldest first.'),
  claimedBy: word('Who looks at it; null: nobody.', 'operator:maria'),
  evidence: word('What the check saw.', { score: 100 }),
  fileId: word('The id of the file.', id('7c95')),
  files: word('The files.'),
  isCurrent: word('Whether no later file has taken its place.', true),
  link: word('A path on the listener of the operator; the proof is in it.', '/operator/v1/kyc-files/…'),
  mediaType: word('What the file is, told by its content.', 'image/jpeg'),
  missing: word('What is still needed for a decision.', ['SELFIE']),
  notes: word('What operators wrote, oldest first.'),
  outcome: word('What follows from it.', 'PASS'),
  part: word('Which part of the document it shows.', 'FRONT'),
  poaId: word('The id of the proof of address.', id('7c96')),
  release: word('Give it back.', false),
  risk: word('The risk that the checks found; null before they ran.', 'LOW'),
  rulesVersion: word('The version of the rules that it was made under.', '2026-11-1'),
  submittedAt: word('When it was sent.', at),
  text: word('The text.', 'Called the user: the document is on its way'),
  writtenAt: word('When it was written.', at),
}
