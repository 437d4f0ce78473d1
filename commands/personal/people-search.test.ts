import { expect, test } from 'vitest'
import { createMemoryKeyStore } from '../../stores/keys/memory/memory-key-store.ts'
import { systemRandomness } from '../ports/randomness.ts'
import { forgetPerson } from './forget.ts'
import { createPeopleSearch } from './people-search.ts'
import { openPayload } from './reveal.ts'
import { createSealer } from './sealer.ts'
import { about, hashKeys, party } from './testing/about.ts'

const create = () => {
  const keyStore = createMemoryKeyStore(systemRandomness)
  return { keyStore, sealer: createSealer({ keyStore, hashKeys }), search: createPeopleSearch({ keyStore, hashKeys }) }
}

test.each(['13812345678', '+86 138-1234-5678', '5678', '王小明', ' 王 小明 '])('a person is found by %j', async (typed) => {
  const { sealer, search } = create()
  const { personId } = await sealer.personOf(about())
  await sealer.personOf(about({ party: party({ phone: '13900001111', name: '李雷' }) }))
  expect(await search(typed)).toEqual([personId])
})

test.each(['1381234567', '王', '', '0000', '***'])('nobody is found by %j', async (typed) => {
  const { sealer, search } = create()
  await sealer.personOf(about())
  expect(await search(typed)).toEqual([])
})

test('a person whose number the channel masks is found by its last four digits', async () => {
  const { sealer, search } = create()
  const { personId } = await sealer.personOf(about({ party: party({ phone: '138****5678', name: '王**' }) }))
  expect(await search('5678')).toEqual([personId])
  expect(await search('王**')).toEqual([])
})

test('a person who writes their name in two ways is found by both', async () => {
  const { sealer, search } = create()
  const { personId } = await sealer.personOf(about())
  await sealer.personOf(about({ party: party({ name: 'Wang Xiaoming' }) }))
  expect([await search('王小明'), await search('WANG XIAOMING')]).toEqual([[personId], [personId]])
})

test('forgetting takes the person from every search, with messages about their orders that named nobody', async () => {
  const { keyStore, sealer, search } = create()
  const person = await sealer.personOf(about())
  const refund = await sealer.personOf(about({ party: null, messageId: 'm2' }))
  const payload = refund.sealPayload(Buffer.from('{"receiver":"王小明"}'))
  const destroyed = await forgetPerson({ keyStore, hashKeys }, person.personId, ['taobao.s1.1001', 'taobao.s1.1002'])
  expect(destroyed.toSorted()).toEqual([person.personId, refund.personId].toSorted())
  expect(await Promise.all(['13812345678', '5678', '王小明'].map((typed) => search(typed)))).toEqual([[], [], []])
  expect(await openPayload(keyStore, payload)).toEqual({ withheld: 'forgotten' })
  expect(await forgetPerson({ keyStore, hashKeys }, person.personId, ['taobao.s1.1001'])).toEqual([])
})
