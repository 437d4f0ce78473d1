import { expect, test } from 'vitest'
import { defaultSettings } from '../settings.ts'
import { documentsOf, eventsOf, folderForDoor } from './choose.ts'

test('the scheme of a setting chooses an adapter', () => {
  expect(eventsOf(defaultSettings({ LEDGER_EVENTS: 'embedded:C:/data' })).folder).toBe('C:/data')
})

test('a setting that is empty is one that is left out', () => {
  const left = defaultSettings({})
  expect(defaultSettings({ LEDGER_EVENTS: '', LEDGER_READ_MODELS: '' })).toMatchObject({ events: left.events, readModels: left.readModels })
  const given = defaultSettings({ LEDGER_EVENTS: 'embedded:data', LEDGER_READ_MODELS: '' })
  expect(given).toMatchObject({ events: 'embedded:data', readModels: 'embedded:data' })
})

test.each(['./data', 'embedded:', 'embedded', ':data', 'elsewhere:data'])('"%s" names no adapter, and is told what does', (location) => {
  const settings = defaultSettings({ LEDGER_EVENTS: location })
  const give = `${location} is not understood: give embedded:<folder>`
  expect(() => eventsOf(settings)).toThrow(`LEDGER_EVENTS=${give} or esdb://<host> or esdb+discover://<host>`)
  expect(() => documentsOf(settings)).toThrow(`LEDGER_READ_MODELS=${give} or mongodb://<host>/<database>`)
})

test.each(['mongodb://user:secret@h1,h2:27018/ledger?replicaSet=rs', 'mongodb+srv://host/ledger'])(
  '%s chooses documents on a server',
  (uri) => {
    const documents = documentsOf(defaultSettings({ LEDGER_EVENTS: 'embedded:data', LEDGER_READ_MODELS: uri }))
    expect(documents.check()).toEqual([])
  },
)

test.each(['esdb://admin:secret@h1:2113?tls=true', 'esdb+discover://cluster', 'kurrentdb://h1,h2:2114', 'kurrentdb+discover://cluster'])(
  '%s chooses events on a server, which have no folder',
  (connectionString) => {
    expect(eventsOf(defaultSettings({ LEDGER_EVENTS: connectionString }))).toMatchObject({ shared: true, folder: null })
  },
)

test.each([
  ['LEDGER_EVENTS', 'esbd://admin:se%40cret@host?tls=secret', 'LEDGER_EVENTS=esbd://…@host?… is not understood: give'],
  ['LEDGER_EVENTS', 'esdb://admin:se@cret@host', 'LEDGER_EVENTS is not understood: it has the form'],
  ['LEDGER_EVENTS', 'esdb://admin:secret', 'LEDGER_EVENTS is not understood: it has the form'],
  ['LEDGER_EVENTS', 'esdb://admin:secret@host?tlsVerifyCert=false', 'give tlsCAFile instead of tlsVerifyCert'],
  ['LEDGER_EVENTS', 'esdb://admin:secret@host?tsl=secret', 'it has no option tsl'],
  ['LEDGER_READ_MODELS', 'mongo://admin:secret@host', 'LEDGER_READ_MODELS=mongo://…@host is not understood: give'],
])('what is said of %s=%s repeats no secret', (name, location, said) => {
  const settings = defaultSettings({ LEDGER_READ_MODELS: 'embedded:data', [name]: location })
  const choose = () => [eventsOf(settings), documentsOf(settings)]
  expect(choose).toThrow(said)
  expect(choose).not.toThrow(/cret/)
})

test('a client nobody knows is refused', () => {
  const settings = defaultSettings({ LEDGER_EVENTS: 'esdb://host', LEDGER_EVENTS_CLIENT: 'http' })
  expect(() => eventsOf(settings)).toThrow('LEDGER_EVENTS_CLIENT=http is not understood: give eventstore or kurrent')
})

test('a door is opened to events in a folder alone, which it is told before anything is opened', () => {
  expect(folderForDoor(defaultSettings({ LEDGER_EVENTS: 'embedded:data' }))).toBe('data')
  expect(() => folderForDoor(defaultSettings({ LEDGER_EVENTS: 'esdb://host' }))).toThrow('leave LEDGER_GRPC_PORT out')
})
