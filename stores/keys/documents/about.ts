import type { Collection } from '../../documents/port.ts'
import { KeyStoreError } from '../port.ts'
import type { AboutBody } from './collections.ts'

const STORE = 'store'
const NUMBERS = 'numbers'
const FORMAT = 1

/** Makes the store when there is none, unless it is only read. @throws KeyStoreError `WRONG_MASTER_KEY`, `FORMAT`, `MISSING` */
export async function checkAbout(about: Collection<AboutBody>, check: Uint8Array, readOnly: boolean): Promise<void> {
  const expected = { format: FORMAT, check: Buffer.from(check).toString('base64') }
  if (!readOnly) {
    await about.insert({ id: NUMBERS, position: 0n, body: { next: 1 } })
    await about.insert({ id: STORE, position: 0n, body: expected })
  }
  const [found] = await about.get([STORE])
  if (!found?.body) throw new KeyStoreError('MISSING', 'there are no keys yet: start the ledger once, so that it makes its key store')
  const { format, check: stored } = found.body as typeof expected
  if (format !== FORMAT)
    throw new KeyStoreError('FORMAT', `the key store has format ${format}, not ${FORMAT}: use the version that wrote it`)
  if (stored !== expected.check)
    throw new KeyStoreError('WRONG_MASTER_KEY', 'the key store was made with another master key: set LEDGER_MASTER_KEY to that one')
}

/** The first of so many numbers that nobody else is given. */
export async function takeNumbers(about: Collection<AboutBody>, count: number): Promise<number> {
  for (;;) {
    const [stored] = await about.get([NUMBERS])
    const { next } = stored!.body as { next: number }
    if (await about.compareAndSet(NUMBERS, { next }, { next: next + count })) return next
  }
}
