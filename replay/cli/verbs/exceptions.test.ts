import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appOrder, openSpine } from '../../../tests/spine/harness.ts'
import { runVerb } from '../testing/run-verb.ts'
import { exceptionsVerb } from './exceptions.ts'

let folder: string
let exceptionId: string
const unlisted = (orderId: string) => appOrder(orderId, { skus: ['oven'] })
const corrected = { ...unlisted('1'), campaign: 'corrected' }

/** Three orders of what is not listed, one of them corrected in vain; then it is listed. */
beforeAll(async () => {
  const spine = await openSpine()
  await spine.define()
  exceptionId = (await spine.send(unlisted('1'))).messageId
  for (const orderId of ['2', '3']) await spine.send(unlisted(orderId))
  const asking = { commandId: 'correct', actor: 'key:test', occurredAt: 0, correlationId: 'c', causationId: 'c' }
  const name = { channel: 'app', shop: 's1', messageId: exceptionId } as const
  await spine.ledger.exceptions.correct(name, JSON.stringify(corrected), 'the campaign was missing', asking)
  await spine.define({ skus: ['oven'] })
  await spine.ledger.readModels.waitFor('exceptions', await spine.ledger.events.head(), 10_000)
  folder = `${spine.folder}-closed`
  await spine.close({ keep: folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

test('`exceptions show` shows what the channel sent and what it was corrected to', async () => {
  const { code, answer } = await runVerb(exceptionsVerb, folder, ['show', exceptionId])
  expect({ code, corrections: answer.corrections }).toEqual({ code: 0, corrections: 1 })
  expect([JSON.parse(answer.received), JSON.parse(answer.payload)]).toEqual([unlisted('1'), corrected])
})

test('`exceptions retry --code` tries all of them and prints counts', async () => {
  const { code, answer } = await runVerb(exceptionsVerb, folder, ['retry', '--code', 'UNKNOWN_LISTING'])
  expect({ code, answer }).toEqual({ code: 0, answer: { code: 'UNKNOWN_LISTING', tried: 3, wentThrough: 3, stillWaiting: 0 } })
})
