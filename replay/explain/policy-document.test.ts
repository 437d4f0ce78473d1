import { expect, test } from 'vitest'
import { openSpine } from '../../tests/spine/harness.ts'
import { policyDocument } from './policy-document.ts'

test('the rules of a version are those that were published as it, and version 0 those built in', async () => {
  const spine = await openSpine()
  for (const maxSplit of [1, 2]) {
    spine.clock.advanceTo(spine.clock.now() + 1)
    const now = spine.clock.now()
    const document = { by: 'cost', maxSplit }
    await spine.ask('PublishPolicy', { name: 'sourcing', kind: 'sourcing', document, note: '', effectiveFrom: now, publishedAt: now })
  }
  const read = (version: number) => policyDocument(spine.ledger.events, 'sourcing', { name: 'sourcing', version })
  expect(await read(0)).toEqual({ by: 'distance' })
  expect([await read(1), await read(2)]).toMatchObject([{ maxSplit: 1 }, { maxSplit: 2 }])
  await expect(read(3)).rejects.toThrow('there is no version 3')
  await spine.close()
})
