import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer } from '../../../api/testing/server.ts'
import { appOrder, minuteMs, openSpine, start } from '../../../tests/spine/harness.ts'
import { runVerb } from '../testing/run-verb.ts'
import { UsageError } from '../verb.ts'
import { policyVerb } from './policy.ts'

let folder: string
const at = (instant: number) => new Date(instant).toISOString()
const rule = (id: string, fact: string, value: unknown, outcome: object) => ({ id, when: { test: 'equals', fact, value }, outcome })

function fileOf(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** Three orders a minute apart, one of them of two units. */
beforeAll(async () => {
  const spine = await openSpine()
  await spine.define({ skus: ['fridge', 'oven'] })
  await spine.send(appOrder('1'))
  await spine.send(appOrder('2', { at: start + minuteMs, skus: ['fridge', 'oven'] }))
  await spine.send(appOrder('3', { at: start + 2 * minuteMs }))
  await spine.ledger.readModels.waitFor('order-pool', await spine.ledger.events.head(), 10_000)
  folder = `${spine.folder}-closed`
  await spine.close({ keep: folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

const period = ['--from', at(start), '--to', at(start + 2 * minuteMs)]

test('`policy try` tells what rules would have made of the orders of a period, and changes nothing', async () => {
  const file = fileOf('proposed.json', { rules: [rule('two', 'unitCount', 2, { do: 'hold', reason: 'two at once' })] })
  const { code, answer } = await runVerb(policyVerb, folder, ['try', file, ...period])
  expect(code).toBe(0)
  expect(answer).toEqual({
    orders: 2,
    proposed: { outcomes: { pass: 1, hold: 1, cancel: 0, merge: 0 }, rules: [{ rule: 'two', orders: 1, samples: ['app.s1.2'] }] },
    inForce: { outcomes: { pass: 2, hold: 0, cancel: 0, merge: 0 }, rules: [] },
    different: { orders: 1, samples: [{ orderId: 'app.s1.2', inForce: 'pass', proposed: 'hold' }] },
    estimated: [],
    version: 0,
  })
  expect((await runVerb(policyVerb, folder, ['list'])).answer).toEqual({ items: [] })
})

test('`policy publish` lets rules decide, `policy show` shows them, `policy try` compares with them', async () => {
  const document = { rules: [rule('app', 'channel', 'app', { do: 'merge' })] }
  const published = await runVerb(policyVerb, folder, ['publish', 'audit', fileOf('audit.json', document), '--note', 'merge all'])
  expect(published).toEqual({ code: 0, answer: { name: 'audit', version: 1 } })
  const shown = await runVerb(policyVerb, folder, ['show', 'audit'])
  expect(shown.answer).toMatchObject({
    kind: 'audit',
    items: [{ version: 1, until: null, publishedBy: 'command-line', note: 'merge all', document }],
  })
  const listed = await runVerb(policyVerb, folder, ['list'])
  expect(listed.answer.items).toEqual([expect.not.objectContaining({ document: expect.anything() })])
  const { answer } = await runVerb(policyVerb, folder, ['try', fileOf('none.json', { rules: [] }), ...period])
  expect(answer).toMatchObject({
    version: 1,
    inForce: { outcomes: { merge: 2 } },
    proposed: { outcomes: { pass: 2 } },
    different: { orders: 2 },
  })
})

test.each([
  ['what is no JSON', '{', 'is not JSON'],
  ['rules nobody understands', { rules: [rule('a', 'weather', 'fine', { do: 'pass' })] }, 'rules.0.when.fact'],
])('%s is bad usage, and says where the fault is', async (_, content, says) => {
  const file = fileOf('broken.json', content)
  for (const words of [
    ['try', file],
    ['publish', 'audit', file, '--note', 'n'],
  ]) {
    const failure = await runVerb(policyVerb, folder, words).catch((thrown: unknown) => thrown)
    expect(failure).toBeInstanceOf(UsageError)
    expect((failure as Error).message).toContain(says)
  }
})

test('beside a running server the same is asked of it', async () => {
  const server = await openServer({ folder })
  const environment = { PORT: new URL(server.url).port, LEDGER_TOKEN: server.admin }
  const file = fileOf('by-server.json', { rules: [rule('s', 'channel', 'app', { do: 'cancel', reason: 'no' })] })
  const published = await runVerb(policyVerb, folder, ['publish', 'audit', file, '--note', 'by the server'], environment)
  expect(published.answer).toEqual({ name: 'audit', version: 2 })
  const tried = await runVerb(policyVerb, folder, ['try', fileOf('none.json', { rules: [] }), ...period], environment)
  expect(tried.answer).toMatchObject({ orders: 2, version: 2, inForce: { outcomes: { cancel: 2 } }, different: { orders: 2 } })
  const broken = runVerb(policyVerb, folder, ['try', fileOf('broken.json', { rules: 1 })], environment)
  await expect(broken).rejects.toThrow('POLICY_DOCUMENT_REFUSED')
  await server.close(false)
})

test('a version that would begin in the past is bad usage', async () => {
  const file = fileOf('audit.json', { rules: [] })
  const words = ['publish', 'audit', file, '--note', 'late', '--from', at(start)]
  await expect(runVerb(policyVerb, folder, words)).rejects.toThrow('POLICY_BACKDATED')
})
