import { cpSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { runs } from '../../../tests/seed/runs.ts'
import { allOf, bytes, streamOf } from '../contract/support.ts'
import type { AppendResult, EventStore, ExpectedRevision } from '../port.ts'
import { checkLog } from './check-log.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'
import { scratchFolders } from './scratch-folder.ts'
import { createSimulatedFiles } from './simulated-file-layer.ts'

const folders = scratchFolders()
afterEach(folders.removeAll)

/** The rules once more, over plain lists of ids, written without a look at the code under test. */
function expectedAnswer(ids: readonly string[], batch: readonly string[], expected: ExpectedRevision): 'write' | 'conflict' | number {
  const last = ids.length - 1
  if (expected === 'stream-exists' && last < 0) return 'conflict'
  if (expected === 'any' || expected === 'stream-exists') {
    const at = batch.map((id) => ids.lastIndexOf(id))
    if (at[0] === -1) return 'write'
    return at.includes(-1) ? 'conflict' : at.at(-1)!
  }
  const from = expected === 'no-stream' ? 0 : expected + 1
  if (from === ids.length) return 'write'
  const stored = ids.slice(from, from + batch.length)
  return stored.length === batch.length && stored.every((id, n) => id === batch[n]) ? from + batch.length - 1 : 'conflict'
}

type Command =
  | {
      readonly kind: 'append'
      readonly stream: number
      readonly ids: readonly number[]
      readonly expected: ExpectedRevision | 'last' | 'before'
    }
  | { readonly kind: 'together'; readonly appends: readonly Extract<Command, { kind: 'append' }>[] }
  | { readonly kind: 'reopen' | 'lose power' | 'check' }

const append = fc.record({
  kind: fc.constant('append' as const),
  stream: fc.nat(3),
  // Few ids, so that repeats, in part and in full, are the common case.
  ids: fc.oneof(
    fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
    fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 4 })).map(([first, count]) => Array.from({ length: count }, (_, n) => first + n)),
  ),
  expected: fc.oneof(fc.constantFrom('any', 'no-stream', 'stream-exists', 'last', 'before'), fc.nat(8)) as fc.Arbitrary<
    ExpectedRevision | 'last' | 'before'
  >,
})
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: append },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('together' as const), appends: fc.array(append, { minLength: 2, maxLength: 6 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('reopen' as const, 'lose power' as const, 'check' as const) }) },
)

const limits = { maxSegmentBytes: 1_500, maxGroupBytes: 700, tail: { events: 9, bytes: 3_000 }, page: { bytes: 500, events: 3 } }

it('answers and holds what the model says, through reopening and power loss', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 40 }), async (commands) => {
      const files = createSimulatedFiles()
      let folder = folders.create()
      const open = () => openEmbeddedEventStore({ folder, now: () => 1_700_000_000_000, fileLayer: files.layer, limits })
      let store = await open()
      const model = new Map<string, string[]>()
      let total = 0

      const run = (store: EventStore, { stream: number, ids, expected }: Extract<Command, { kind: 'append' }>) => {
        const stream = `order-${number}`
        const known = model.get(stream) ?? []
        const batch = ids.map((id) => `id-${id}`)
        const resolved = expected === 'last' || expected === 'before' ? revisionFor(known, expected, batch.length) : expected
        const wanted = expectedAnswer(known, batch, resolved)
        if (wanted === 'write') {
          model.set(stream, [...known, ...batch])
          total += batch.length
        }
        const revision = wanted === 'write' ? known.length + batch.length - 1 : wanted
        const events = batch.map((id) => ({ id, type: 'OrderPlaced', data: bytes(`{"id":"${id}"}`), metadata: bytes('{}') }))
        return store.append(stream, events, resolved).then((result) => expectResult(result, wanted, revision, known.length))
      }

      for (const step of commands) {
        if (step.kind === 'append') await run(store, step)
        else if (step.kind === 'together') await Promise.all(step.appends.map((one) => run(store, one)))
        else if (step.kind === 'reopen') {
          await store.close()
          store = await open()
        } else if (step.kind === 'lose power') {
          const next = folders.create()
          cpSync(folder, next, { recursive: true })
          files.losePower(folder, next, () => false)
          const left = store
          folder = next
          store = await open()
          await left.close()
        } else expect((await checkLog({ folder, fileLayer: files.layer })).problems).toEqual([])
      }
      for (const [stream, ids] of model) {
        const read = await streamOf(store, stream)
        expect(read.map(({ id, revision }) => [id, revision])).toEqual(ids.map((id, revision) => [id, revision]))
      }
      const all = await allOf(store)
      expect(all).toHaveLength(total)
      expect((await allOf(store, { direction: 'backwards' })).map(({ position }) => position)).toEqual(
        all.map(({ position }) => position).reverse(),
      )
      await store.close()
      folders.removeAll()
    }),
    { numRuns: runs(1_000) },
  )
}, 600_000)

const revisionFor = (known: readonly string[], expected: 'last' | 'before', count: number): ExpectedRevision => {
  const revision = known.length - 1 - (expected === 'before' ? count : 0)
  return revision < 0 ? 'no-stream' : revision
}

function expectResult(result: AppendResult, wanted: 'write' | 'conflict' | number, revision: number | 'conflict', length: number): void {
  if (wanted === 'conflict') expect(result).toMatchObject({ ok: false, actual: length === 0 ? 'no-stream' : length - 1 })
  else expect(result).toMatchObject({ ok: true, revision, repeated: wanted !== 'write' })
}
