import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import { createDocumentSnapshots } from './document-snapshots.ts'
import type { Snapshot } from './port.ts'

let folder: string
let documents: DocumentStore
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-snapshots-'))
  documents = await openEmbeddedDocuments({ folder })
})
afterEach(async () => {
  await documents.close()
  rmSync(folder, { recursive: true })
})

const stream = 'stock-FRIDGE@QINGDAO'
const snapshot = (position: bigint, change: Partial<Snapshot> = {}): Snapshot => ({
  stream,
  stateVersion: 1,
  revision: Number(position),
  position,
  state: { onHand: Number(position), open: [['订单', 1]] },
  remembered: { young: [['id', 'hash', 3, '77', null]], old: [], forgottenUntil: null },
  ...change,
})

test('a snapshot is read back as it was written', async () => {
  const snapshots = await createDocumentSnapshots(documents)
  expect(await snapshots.read(stream, 1)).toBeNull()
  await snapshots.write(snapshot(2n ** 60n))
  expect(await snapshots.read(stream, 1)).toEqual(snapshot(2n ** 60n))
})

test('an earlier snapshot never replaces a later one', async () => {
  const snapshots = await createDocumentSnapshots(documents)
  await snapshots.write(snapshot(7n))
  await snapshots.write(snapshot(5n))
  expect((await snapshots.read(stream, 1))?.position).toBe(7n)
  await snapshots.write(snapshot(9n))
  expect((await snapshots.read(stream, 1))?.position).toBe(9n)
})

test('a snapshot of another version of the state is not read, and is replaced even at the same position', async () => {
  const snapshots = await createDocumentSnapshots(documents)
  await snapshots.write(snapshot(7n))
  expect(await snapshots.read(stream, 2)).toBeNull()
  await snapshots.write(snapshot(7n, { stateVersion: 2, state: 'new shape' }))
  expect(await snapshots.read(stream, 1)).toBeNull()
  expect((await snapshots.read(stream, 2))?.state).toBe('new shape')
})

test('what changes after writing was asked for is not in the snapshot', async () => {
  const snapshots = await createDocumentSnapshots(documents)
  const state = { units: [1] }
  const writing = snapshots.write(snapshot(7n, { state }))
  state.units.push(2)
  await writing
  expect((await snapshots.read(stream, 1))?.state).toEqual({ units: [1] })
})
