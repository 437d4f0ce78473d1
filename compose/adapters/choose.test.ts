import { expect, test } from 'vitest'
import { defaultSettings } from '../settings.ts'
import { documentsOf, eventsOf } from './choose.ts'

test('the scheme of a setting chooses an adapter', () => {
  expect(eventsOf(defaultSettings({ LEDGER_EVENTS: 'embedded:C:/data' })).folder).toBe('C:/data')
})

test.each(['./data', 'embedded:', 'embedded', ':data', 'elsewhere:data', ''])(
  '"%s" names no adapter, and is told what does',
  (location) => {
    const settings = defaultSettings({ LEDGER_EVENTS: location })
    const give = `${location} is not understood: give embedded:<folder>`
    expect(() => eventsOf(settings)).toThrow(`LEDGER_EVENTS=${give}`)
    expect(() => documentsOf(settings)).toThrow(`LEDGER_READ_MODELS=${give} or mongodb://<host>/<database>`)
  },
)

test.each(['mongodb://user:secret@h1,h2:27018/ledger?replicaSet=rs', 'mongodb+srv://host/ledger'])(
  '%s chooses documents on a server',
  (uri) => {
    const documents = documentsOf(defaultSettings({ LEDGER_EVENTS: 'embedded:data', LEDGER_READ_MODELS: uri }))
    expect(documents.check()).toEqual([])
  },
)
