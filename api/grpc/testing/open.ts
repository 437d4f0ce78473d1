import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient } from '@eventstore/db-client'
import type { Role } from '../../../domain/access/events.ts'
import { openServer, type TestServer } from '../../testing/server.ts'
import type { DoorLimits } from '../limits.ts'

/** A whole server with its door open over TLS, and clients of any role. */
export async function openWithDoor(limits: Partial<DoorLimits> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-door-'))
  const server = await openServer({ folder, door: { port: 0, insecure: null, limits } })
  const clients: EventStoreDBClient[] = []
  const connect = (key: string): EventStoreDBClient => {
    const [keyId, secret] = key.split('.')
    const client = EventStoreDBClient.connectionString(
      `esdb://${keyId}:${secret}@localhost:${server.door!.port}?tls=true&tlsCAFile=${server.door!.authorityFile}`,
    )
    clients.push(client)
    return client
  }
  return {
    server,
    connect,
    as: async (role: Role, channels: readonly string[] = []) => connect(await server.keyOf(role, channels)),
    async close() {
      await Promise.all(clients.map((client) => client.dispose()))
      await server.close(false)
      rmSync(folder, { recursive: true })
    },
  }
}

export type WithDoor = Awaited<ReturnType<typeof openWithDoor>> & { readonly server: TestServer }

/** What a call fails with. */
export async function failureOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call
  } catch (failure) {
    return failure as Record<string, unknown>
  }
  throw new Error('it did not fail')
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}
