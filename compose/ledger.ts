import { deriveSubKeys } from '../stores/keys/sub-keys.ts'
import { documentsOf, eventsOf } from './adapters/choose.ts'
import { assemble, type Ledger } from './assemble.ts'
import { forgetAgain } from './backup.ts'
import { masterKeyOf } from './keys.ts'
import { refuseMirror } from './mirror/note.ts'
import { openAll } from './open-all.ts'
import { assertRoleFits, openOwnership } from './ownership.ts'
import { openReadModels } from './read-models.ts'
import { isLogShared, type Settings } from './settings.ts'
import { openForWriting } from './stores.ts'

export type { Ledger } from './assemble.ts'

/** Opens a ledger for writing with everything but processes running. Throws when it belongs to another process. */
export const openLedger = (settings: Settings): Promise<Ledger> =>
  openAll(async (opened, close) => {
    assertRoleFits(settings)
    // Before a key is made that nothing would be sealed with.
    refuseMirror(eventsOf(settings).folder)
    const master = masterKeyOf(settings, { readOnly: false })
    if (master.isNew && master.warning !== null) settings.say(master.warning)
    const stores = opened(await openForWriting(settings, master.key))
    await forgetAgain(settings, stores)
    const ownership = await openOwnership(settings, stores.documents, documentsOf(settings).shared, opened)
    const { readModels, shown } = await openReadModels(settings, stores, ownership, opened)
    await readModels.start()
    const hashKeys = deriveSubKeys(master.key)
    const sharedStore = !settings.onlyWriter && (eventsOf(settings).shared || isLogShared(settings))
    return assemble({ settings, stores, shown, ownership, readModels, hashKeys, sharedStore, opened, close })
  })
