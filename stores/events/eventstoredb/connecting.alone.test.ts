import { describe, expect, test } from 'vitest'
import { events, idsOf, newStream, streamOf } from '../contract/support.ts'
import { clientNames } from './client-names.ts'
import { openEventStoreDb } from './eventstoredb-event-store.ts'
import { openServer } from './testing/door.ts'

const others = { say: () => undefined, limits: { firstBackOffMs: 1, longestBackOffMs: 1 } }

describe.each(clientNames)('with the client %s', (client) => {
  const open = (connectionString: string) => openEventStoreDb({ ...others, connectionString, client })

  test('a cluster is asked for its leader', async () => {
    const server = await openServer()
    const store = await open(server.connectionString.replace('esdb://', 'esdb+discover://'))
    const [stream, batch] = [newStream(), events(2)]
    await store.append(stream, batch, 'no-stream')
    expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(batch))
    await store.close()
    await server.stop()
  })

  test('credentials and authority of the connection string open a server over TLS; wrong ones are refused at once', async () => {
    const server = await openServer({ tls: true, credentials: 'ledger:p@ss:w/rd' })
    const as = (user: string) => server.connectionString.replace('esdb://', `esdb://${user}@`)
    const store = await open(as('ledger:p%40ss%3Aw%2Frd'))
    const [stream, batch] = [newStream(), events(2)]
    await store.append(stream, batch, 'no-stream')
    expect(idsOf(await streamOf(store, stream))).toEqual(idsOf(batch))
    await store.close()
    await expect(open(as('ledger:wrong'))).rejects.toMatchObject({ code: 'REFUSED' })
    await server.stop()
  })

  test('a server nobody signed for is not trusted, and one that is not there is not waited for', async () => {
    const server = await openServer({ tls: true })
    await expect(open(`esdb://localhost:${server.port}`)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await server.stop()
    await expect(open(server.connectionString.replace(/\?.*/, '?tls=false'))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})
