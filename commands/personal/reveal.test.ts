import { expect, test } from 'vitest'
import type { Json } from '../../stores/documents/port.ts'
import { createMemoryKeyStore } from '../../stores/keys/memory/memory-key-store.ts'
import { systemRandomness } from '../ports/randomness.ts'
import { createReveal } from './reveal.ts'
import { createSealer } from './sealer.ts'
import { about, hashKeys, party } from './testing/about.ts'

async function page() {
  const keyStore = createMemoryKeyStore(systemRandomness)
  const sealer = createSealer({ keyStore, hashKeys })
  const first = await sealer.personOf(about())
  const second = await sealer.personOf(about({ party: party({ phone: '13900001111' }) }))
  const document: Json = {
    orders: [
      { orderId: '1', totalFen: 129900, buyer: { ...first.sealParty(party()) } },
      { orderId: '2', paid: true, note: null, remarks: { buyer: second.sealText('remarks.buyer', '周末送') } },
    ],
  }
  return { keyStore, first, second, document, reveal: createReveal(keyStore) }
}

test.each(['admin', 'operator'] as const)('an %s reads personal data, and everything else stays as it is', async (role) => {
  const { document, reveal, first } = await page()
  expect(await reveal(document, role)).toEqual({
    orders: [
      {
        orderId: '1',
        totalFen: 129900,
        buyer: {
          personId: first.personId,
          buyerId: 'AAH-9f3',
          name: '王小明',
          phone: '13812345678',
          address: '文三路 123 号 4 幢 501',
          identityNumber: null,
        },
      },
      { orderId: '2', paid: true, note: null, remarks: { buyer: '周末送' } },
    ],
  })
})

test.each(['finance', 'auditor', 'integrator'] as const)('%s sees that there is something, not what', async (role) => {
  const { document, reveal } = await page()
  const revealed = await reveal(document, role)
  expect(revealed).toMatchObject({
    orders: [{ totalFen: 129900, buyer: { name: { withheld: 'role' } } }, { remarks: { buyer: { withheld: 'role' } } }],
  })
  expect(JSON.stringify(revealed)).not.toContain('sealed:')
})

test('whoever was forgotten is shown as forgotten, beside others who are not', async () => {
  const { document, reveal, keyStore, first } = await page()
  await keyStore.forget(first.personId)
  expect(await reveal(document, 'admin')).toMatchObject({
    orders: [
      { orderId: '1', totalFen: 129900, buyer: { name: { withheld: 'forgotten' }, phone: { withheld: 'forgotten' } } },
      { remarks: { buyer: '周末送' } },
    ],
  })
})

test('altered text is shown as unreadable and takes nothing else with it', async () => {
  const { reveal, second } = await page()
  const sealed = second.sealText('remarks.buyer', '周末送')
  const altered = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA')
  expect(await reveal([altered, sealed], 'admin')).toEqual([{ withheld: 'unreadable' }, '周末送'])
})

test('the payload of a message is shown as the text it was', async () => {
  const { reveal, first } = await page()
  expect(await reveal({ payload: first.sealPayload(Buffer.from('{"tid":"1"}')) }, 'operator')).toEqual({ payload: '{"tid":"1"}' })
})
