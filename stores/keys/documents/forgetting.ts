import { KeyStoreError } from '../port.ts'
import type { KeyCollections } from './collections.ts'
import type { Keeping } from './people.ts'

/** Listed as forgotten first and then removed, so that what is cut off in between can be ended. False when there was no such person. */
export async function forgetPerson(keeping: Keeping, personId: string): Promise<boolean> {
  const { people, forgotten } = keeping
  const [person] = await people.get([personId])
  if (!person?.body) return false
  await list(forgotten, personId, person.body.known)
  await removePerson(keeping, personId)
  return true
}

/** Ends what another process, or this one before it ended, had only begun. */
export async function finishForgetting(keeping: Keeping): Promise<void> {
  for (;;) {
    const begun = await keeping.forgotten.find({ where: { removed: false } })
    if (begun.length === 0) return
    for (const { id } of begun) await removePerson(keeping, id)
  }
}

/** Nobody is given the id of a forgotten person again, so that removing it twice does no harm. */
async function removePerson({ people, forgotten, flush }: Keeping, personId: string): Promise<void> {
  await flush()
  await people.remove(personId)
  const [listed] = await forgotten.get([personId])
  if (!listed?.body) throw new KeyStoreError('DAMAGED', `the person ${personId} was listed as forgotten and is not: restore a backup`)
  await forgotten.compareAndSet(personId, { removed: false }, { ...listed.body, removed: true })
  await flush()
}

async function list(forgotten: KeyCollections['forgotten'], personId: string, known: number): Promise<void> {
  const isListed = async () => (await forgotten.get([personId])).length > 0
  while (!(await isListed())) {
    const [last] = await forgotten.find({ sort: [{ field: 'sequence', direction: 'descending' }], limit: 1 })
    await forgotten.insert({ id: personId, position: 0n, body: { sequence: (last?.body?.sequence ?? 0) + 1, known, removed: false } })
  }
}
