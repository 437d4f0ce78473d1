import { expect, test } from 'vitest'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { openCable } from '../../stores/events/eventstoredb/testing/cable.ts'
import { clientOf } from './testing/client.ts'
import { eventsThrough, openRealLedger } from './testing/real-ledger.ts'

const shop = { channel: 'app', shop: 's1', name: 'App', invoicingEntity: 'Snow Ltd', unpaidTimeoutMs: 1_800_000 }

withMongoDb('api processes of a new ledger', (create) => {
  test('that start at once issue one first key among them, which opens every one of them', async () => {
    const ledger = await openRealLedger(create())
    const cable = await openCable(ledger.storePort)
    try {
      // So slow that each has looked for a key before the other has issued one.
      cable.slow(150)
      const distant = eventsThrough(cable.port, ledger.environment)
      const apis = await Promise.all([ledger.startApi(distant), ledger.startApi(distant)])
      cable.slow(0)
      const shown = apis.flatMap(({ told }) => told.key ?? [])
      expect(shown).toHaveLength(1)
      const others = apis.filter(({ told }) => told.key === undefined)
      for (const other of others)
        expect(other.said()).toContain('another process that starts on this new ledger issued its first admin key')
      for (const api of apis) {
        expect(api.said()).not.toContain(shown[0])
        expect(await clientOf(api, shown[0]!).command('DefineShop', shop)).toMatchObject({ status: 200 })
      }
      let issued = 0
      for await (const { events } of ledger.events.readAll({ filter: { streamPrefixes: ['access-'] } })) issued += events.length
      expect(issued, 'that of the ledger-writer, and the first admin key').toBe(2)
    } finally {
      await cable.close()
      await ledger.close()
    }
  })
})
