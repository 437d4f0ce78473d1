import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sell } from '../../../demo/demo.ts'
import { isLedgerStream } from '../../../domain/own-streams.ts'
import { openEmbeddedEventStore } from '../../../stores/events/embedded/embedded-event-store.ts'
import { openEmbeddedReader } from '../../../stores/events/embedded/embedded-reader.ts'
import { openServer, type ServerUnderTest } from '../../../stores/events/eventstoredb/testing/door.ts'
import type { EventStore, EventToAppend, Page, ReadAllOptions, RecordedEvent } from '../../../stores/events/port.ts'
import { explainFailure } from '../explain-failure.ts'
import { runVerb } from '../testing/run-verb.ts'
import { asOfVerb } from './as-of.ts'
import { backupVerb } from './backup.ts'
import { keyVerb } from './key.ts'
import { mirrorVerb } from './mirror.ts'
import { rebuildVerb } from './rebuild.ts'
import { statusVerb } from './status.ts'
import { verifyVerb } from './verify.ts'

const password = 'open-sesame'
const withPassword = ({ connectionString }: ServerUnderTest) => connectionString.replace('://', `://auditor:${password}@`)

let root: string
let sold: string
let mirror: string
let log: EventStore
let server: ServerUnderTest
let told: Awaited<ReturnType<typeof runVerb>>
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'ledger-mirror-'))
  sold = join(root, 'sold')
  mirror = join(root, 'mirror')
  await sell({ orders: 30, seed: 7, days: 1 }, sold, {})
  log = await openEmbeddedEventStore({ folder: sold, now: Date.now })
  await log.append('notes-1', [noted('not the ledger’s')], 'any')
  server = await openServer({ events: log })
  told = await runVerb(mirrorVerb, mirror, ['--from', withPassword(server)])
})
afterAll(async () => {
  await server.stop()
  await log.close()
  rmSync(root, { recursive: true })
})

const noted = (id: string): EventToAppend => ({ id, type: 'Noted', data: Buffer.from('{}'), metadata: Buffer.from('{}') })
const failureOf = (promise: Promise<unknown>) => promise.then(() => null, explainFailure)

async function eventsOf(store: EventStore): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = []
  for await (const { events } of store.readAll()) found.push(...events.filter(({ stream }) => isLedgerStream(stream)))
  return found
}

async function mirrored<Result>(work: (store: EventStore) => Promise<Result>, folder = mirror): Promise<Result> {
  const store = await openEmbeddedReader({ folder })
  return work(store).finally(() => store.close())
}

/** Everything but where it lies. */
const exactly = (events: readonly RecordedEvent[]) =>
  events.map(({ position: _, data, metadata, ...rest }) => ({
    ...rest,
    data: Buffer.from(data).toString('hex'),
    metadata: Buffer.from(metadata).toString('hex'),
  }))

function* filesIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* filesIn(path)
    else yield path
  }
}

test('a mirror holds the ledger’s own events, byte for byte, in their order and recorded when the source recorded them', async () => {
  const source = await eventsOf(log)
  const copied = await mirrored(eventsOf)
  expect(exactly(copied)).toEqual(exactly(source))
  expect(told).toMatchObject({ code: 0, answer: { ok: true, events: source.length, copied: source.length, left: [] } })
  const instants = [source[0]!, source[source.length >> 1]!].map(({ recordedAt }) => recordedAt)
  for (const instant of instants) {
    const known = await mirrored((store) => store.positionAt(instant))
    expect(copied.findIndex(({ position }) => position === known)).toBe(source.findLastIndex(({ recordedAt }) => recordedAt <= instant))
  }
})

test('the password of the source is neither written nor said', () => {
  expect(JSON.stringify(told.answer)).not.toContain(password)
  for (const file of filesIn(mirror)) expect(readFileSync(file).includes(password), file).toBe(false)
})

test('a mirror is read and rebuilt without a key, and shows what the source shows', async () => {
  const shown = async (folder: string, moment: string) => (await runVerb(asOfVerb, folder, [moment, 'stock-map'])).answer.items
  const source = await eventsOf(log)
  const moments = [source[source.length >> 1]!, source.at(-1)!].map(({ recordedAt }) => new Date(recordedAt).toISOString())
  expect(await runVerb(rebuildVerb, mirror, [])).toMatchObject({ code: 0, answer: { ok: true } })
  for (const moment of moments) expect(await shown(mirror, moment)).toEqual(await shown(sold, moment))
  expect((await shown(mirror, moments[1]!)).length).toBeGreaterThan(0)
  const [here, there] = [await runVerb(verifyVerb, mirror, []), await runVerb(verifyVerb, sold, [])]
  expect(here).toMatchObject({ code: 0, answer: { ok: true, differences: 0 } })
  const counted = ({ answer }: typeof here) => answer.readModels.map(({ position: _, ...model }: { position: string }) => model)
  expect(counted(here)).toEqual(counted(there))
  expect(await runVerb(statusVerb, mirror, [])).toMatchObject({ code: 0, answer: { folder: mirror, warning: null } })
  expect(existsSync(join(mirror, 'keys'))).toBe(false)
})

test('a mirror takes no events of its own, and is not backed up as if it were a ledger', async () => {
  const failure = await failureOf(runVerb(keyVerb, mirror, ['issue', '--role', 'admin']))
  expect(failure).toMatchObject({ code: 1, message: expect.stringContaining('is a mirror of another log') })
  const copy = join(root, 'copy')
  expect(await failureOf(runVerb(backupVerb, mirror, [copy]))).toMatchObject({ message: expect.stringContaining('copy the whole folder') })
  expect(existsSync(copy)).toBe(false)
  expect(existsSync(join(mirror, 'keys'))).toBe(false)
})

test('mirrored again, it takes on what the source did since; `verify --against` says that both are the same, before and after', async () => {
  const folder = join(root, 'later')
  const from = ['--from', server.connectionString]
  const against = ['--against', withPassword(server)]
  const { answer: before } = await runVerb(mirrorVerb, folder, from)
  const { id: _, ...shop } = (await eventsOf(log)).find(({ type }) => type === 'ShopDefined')!
  await log.append('shop-app.later', [{ ...shop, id: randomUUID() }], 'no-stream')
  expect(await runVerb(verifyVerb, folder, against)).toMatchObject({ code: 0, answer: { ok: true, here: { events: before.events } } })
  expect(await runVerb(mirrorVerb, folder, from)).toMatchObject({ code: 0, answer: { copied: 1, events: before.events + 1 } })
  const { code, answer: after } = await runVerb(verifyVerb, folder, against)
  expect(code).toBe(0)
  expect(after).toMatchObject({ first: null, here: { events: before.events + 1 }, there: after.here })
  expect(JSON.stringify(after)).not.toContain(password)
})

/** The same log, but for one byte of the data of one event. */
function altered(events: EventStore, stream: string, revision: number): EventStore {
  const alter = (event: RecordedEvent): RecordedEvent => {
    if (event.stream !== stream || event.revision !== revision) return event
    const data = Buffer.from(event.data)
    data[data.length - 1]! ^= 1
    return { ...event, data }
  }
  async function* readAll(options?: ReadAllOptions): AsyncGenerator<Page> {
    for await (const page of events.readAll(options)) yield { ...page, events: page.events.map(alter) }
  }
  return { ...events, readAll }
}

test('one byte altered, in the source or in the mirror, is named by stream and revision', async () => {
  const { stream, revision } = (await mirrored(eventsOf))[40]!
  const tampered = await openServer({ events: altered(log, stream, revision) })
  const folder = join(root, 'tampered')
  await runVerb(mirrorVerb, folder, ['--from', tampered.connectionString])
  const place = { stream, revision }
  const first = { event: 41, here: place, there: place, fields: ['data'] }
  const inMirror = await runVerb(verifyVerb, folder, ['--against', server.connectionString])
  const inSource = await runVerb(verifyVerb, mirror, ['--against', tampered.connectionString])
  expect(inMirror).toMatchObject({ code: 1, answer: { ok: false, first } })
  expect(inSource).toMatchObject({ code: 1, answer: { ok: false, first } })
  expect(inSource.answer.there.sha256).not.toBe(inSource.answer.here.sha256)
  await tampered.stop()
})

test('another source is refused, and so is a folder that holds anything else', async () => {
  const other = await openServer()
  expect(await failureOf(runVerb(mirrorVerb, mirror, ['--from', other.connectionString]))).toMatchObject({
    code: 1,
    message: expect.stringContaining('it is another log; mirror it into a new folder'),
  })
  await other.stop()
  expect(await failureOf(runVerb(mirrorVerb, root, ['--from', server.connectionString]))).toMatchObject({
    code: 2,
    message: expect.stringContaining('name a new folder by LEDGER_EVENTS=embedded:<new folder>'),
  })
  expect(existsSync(join(root, 'mirror.json'))).toBe(false)
})

test('a mirror whose log was put back to an earlier state is not written on', async () => {
  const folder = join(root, 'put-back')
  await runVerb(mirrorVerb, folder, ['--from', server.connectionString])
  for (const name of readdirSync(folder)) if (name !== 'mirror.json') rmSync(join(folder, name), { recursive: true })
  const failure = await failureOf(runVerb(mirrorVerb, folder, ['--from', server.connectionString]))
  expect(failure).toMatchObject({ code: 1, message: expect.stringContaining('its log was put back to an earlier state') })
})

test.each([[[]], [['--from', 'nowhere']], [['--from', `esdb://auditor:${password}@host?tsl=${password}`]]])(
  '`mirror %j` is bad usage, said without secrets',
  async (args) => {
    const failure = await failureOf(runVerb(mirrorVerb, join(root, 'none'), args))
    expect(failure).toMatchObject({ code: 2, message: expect.stringContaining('--from') })
    expect(failure!.message).not.toContain(password)
    expect(existsSync(join(root, 'none'))).toBe(false)
  },
)
