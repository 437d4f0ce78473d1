import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventsOf } from '../adapters/choose.ts'
import { defaultSettings } from '../settings.ts'
import { isMirror, readNote, writeNote } from './note.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'ledger-mirror-note-')), 'mirror')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const note = { source: 'esdb://…@host', events: 0, last: null }

test('a note is read as it was written last, and makes a folder that of a mirror', () => {
  expect([isMirror(folder), readNote(folder), isMirror(null)]).toEqual([false, null, false])
  writeNote(folder, note)
  const last = { stream: 'order-1', revision: 0, id: 'a', sourcePosition: '7', position: '112' }
  writeNote(folder, { ...note, events: 1, last })
  expect([isMirror(folder), readNote(folder)]).toEqual([true, { ...note, events: 1, last }])
})

test('a note that cannot be read is told apart from none', () => {
  writeNote(folder, note)
  writeFileSync(join(folder, 'mirror.json'), '{"sour')
  expect(() => readNote(folder)).toThrow('cannot be read: mirror into a new folder')
})

test('nobody opens the events of a mirror for writing', async () => {
  writeNote(folder, note)
  const events = eventsOf(defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` }))
  const opening = events.openForWriting({ now: Date.now, say: () => undefined })
  await expect(opening).rejects.toMatchObject({ code: 'READ_ONLY' })
})
