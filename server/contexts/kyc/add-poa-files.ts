import { poaCountries } from '@florin/contract/countries.ts'
import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import { saved } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { mustFindUser, setPoaStatus, type User } from '../users/index.ts'
import type { UploadFiles } from './add-kyc-files.ts'
import { checkPoaKind } from './check-poa.ts'
import { fileStore } from './file-store.ts'
import { type FileParts, storeFile } from './file-vault.ts'
import { newFile, type StoredFile } from './kyc-file.ts'
import { poaStore } from './poa-store.ts'
import { type ProofOfAddress, submit } from './proof-of-address.ts'

/** P460: none is asked for where the user lives; P447: it is approved; P211: one is under review. */
function refuseUnwanted(user: User): void {
  if (user.country === null || !poaCountries.has(user.country))
    throw new Problem('P460', 'No proof of address is asked for in the country of this user.')
  if (user.poaStatus === 'APPROVED') throw new Problem('P447')
  if (user.poaStatus === 'WAITING') throw new Problem('P211')
}

/** The files go into the store, before the transaction. P412, P426, P447, P460, P211. */
export async function preparePoaFiles(
  work: Work,
  parts: FileParts,
  { externalUserId, files }: UploadFiles,
): Promise<readonly StoredFile[]> {
  const user = await mustFindUser(work, externalUserId)
  refuseUnwanted(user)
  const stored = []
  for (const { bytes } of files) stored.push(await storeFile(work, parts, user, bytes))
  return stored
}

/** A proof of address of these files, which then waits for its verdict. P412, P447, P460, P211. */
export async function addPoaFiles(
  work: Work,
  externalUserId: string,
  stored: readonly StoredFile[],
): Promise<ProofOfAddress> {
  const user = await mustFindUser(work, externalUserId)
  refuseUnwanted(user)
  const { partnerId, id: userId } = user
  const poaId = work.newId()
  const files = stored.map(file => newFile(file, { part: 'ADDRESS', poaId }, work.now))
  const submitted = submit({ partnerId, id: poaId, userId, externalUserId }, work.now)
  await setPoaStatus(work, userId, 'WAITING')
  return commit(work, poaStore, {
    ...submitted,
    also: files.map(file => saved(fileStore, file)),
    then: [{ kind: checkPoaKind, key: poaId, payload: { poaId } }],
  })
}
