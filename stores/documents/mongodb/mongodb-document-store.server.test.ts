import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { document, idsOf } from '../contract/support.ts'
import { documentStoreContract } from '../contract.ts'
import type { DocumentStore } from '../port.ts'
import { type TestDatabase, withMongoDb } from './testing/server.ts'

const NAME = 'the MongoDB document store'
const MODEL_RUNS = 100

withMongoDb(NAME, (create) => {
  documentStoreContract(
    NAME,
    async () => {
      const database = create()
      let store = await database.open()
      return {
        store,
        reopen: async () => {
          await store.close()
          store = await database.open()
          return store
        },
        dispose: async () => {
          await store.close()
          await database.drop()
        },
      }
    },
    MODEL_RUNS,
  )

  describe(NAME, () => {
    let database: TestDatabase
    const stores: DocumentStore[] = []
    const open = async (options?: Parameters<TestDatabase['open']>[0]): Promise<DocumentStore> => {
      const store = await database.open(options)
      stores.push(store)
      return store
    }
    beforeEach(() => {
      database = create()
    })
    afterEach(async () => {
      for (const store of stores.splice(0)) await store.close()
      await database.drop()
    })

    test('lets many processes write the same documents at once: each ends at the highest position that anyone wrote', async () => {
      const many = await Promise.all(Array.from({ length: 8 }, () => open()))
      const collections = await Promise.all(many.map((store) => store.collection({ name: 'things', indexes: [{ fields: ['by'] }] })))
      const rounds = collections.map(async (collection, by) => {
        let written = 0
        for (let round = 0; round < 10; round += 1) {
          const position = BigInt(round * collections.length + by)
          const batch = Array.from({ length: 20 }, (_, at) => document(`d${at}`, { by, at }, position))
          written += (await collection.write(batch)).written
        }
        return written
      })
      const written = await Promise.all(rounds)
      const found = await collections[0]!.find({ where: { by: 7 } })
      expect(found).toHaveLength(20)
      expect(found.every(({ position }) => position === 79n)).toBe(true)
      expect(written[7]).toBeGreaterThanOrEqual(20)
    })

    test('lets one of many processes take a lease', async () => {
      const many = await Promise.all(Array.from({ length: 8 }, () => open()))
      const leases = await Promise.all(many.map((store) => store.collection({ name: 'leases', indexes: [] })))
      await leases[0]!.insert(document('timer', { owner: null }))
      const taken = await Promise.all(leases.map((lease, owner) => lease.compareAndSet('timer', { owner: null }, { owner })))
      expect(taken.filter(Boolean)).toHaveLength(1)
      expect((await leases[0]!.get(['timer']))[0]!.body).toEqual({ owner: taken.indexOf(true) })
    })

    test('opened for reading, shows what others write and changes nothing, not even by asking for a collection', async () => {
      const reader = await open({ readOnly: true })
      const read = await reader.collection({ name: 'things', indexes: [{ fields: ['v'] }] })
      expect([await reader.names(), await read.find({}), await read.count()]).toEqual([[], [], 0])
      const writer = await open()
      await (await writer.collection({ name: 'things', indexes: [] })).write([document('a', { v: 1 })])
      expect(idsOf(await read.find({ where: { v: 1 } }))).toEqual(['a'])
      for (const change of [
        read.write([document('b', {})]),
        read.insert(document('b', {})),
        read.compareAndSet('a', {}, {}),
        read.remove('a'),
        reader.drop('things'),
      ])
        await expect(change).rejects.toMatchObject({ code: 'READ_ONLY' })
    })

    test('says so while the server cannot be reached, and goes on when it can', async () => {
      const gate = await openGate(database.uri)
      const store = await open({ uri: gate.uri, patienceMs: 500 })
      const things = await store.collection({ name: 'things', indexes: [] })
      await things.write([document('a', {}, 1n)])
      gate.shut()
      await expect(things.write([document('a', {}, 2n)])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      await expect(things.find({})).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      await gate.reopen()
      await expect
        .poll(() => things.write([document('a', {}, 2n)]).catch(() => null), { timeout: 20_000 })
        .toEqual({ written: 1, skipped: 0 })
      gate.shut()
    })
  })
})

/** Stands between the store and the first server of the uri, and can be shut. */
async function openGate(uri: string) {
  const [, host, port = '27017'] = /\/\/(?:[^@/]*@)?([^:,/?]+)(?::(\d+))?/.exec(uri)!
  const sockets = new Set<Socket>()
  let server: Server
  const listen = (at: number): Promise<number> => {
    server = createServer((near) => {
      const far = createConnection({ host: host!, port: Number(port) })
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket)
        socket.on('error', () => other.destroy())
        socket.on('close', () => other.destroy())
        socket.pipe(other)
      }
    })
    return new Promise((resolve) => server.listen(at, '127.0.0.1', () => resolve((server.address() as { port: number }).port)))
  }
  const at = await listen(0)
  const shut = (): void => {
    server.close()
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  const through = uri.replace(/^(mongodb):\/\/([^@/]*@)?[^/?]+/, `$1://$2127.0.0.1:${at}`)
  return { uri: `${through}${through.includes('?') ? '&' : '?'}directConnection=true`, shut, reopen: () => listen(at) }
}
