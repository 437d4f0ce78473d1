import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createSecretVerifier } from '../../commands/access/verifier.ts'
import type { Role } from '../../domain/access/events.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { listenTrouble } from '../listen-trouble.ts'
import { forLog } from '../problem.ts'
import { byCredentials, everyoneIs } from './caller.ts'
import { certificateIn } from './certificate.ts'
import { openDoor } from './door.ts'
import { findKeyIn } from './find-key.ts'
import type { DoorLimits } from './limits.ts'

/** How a door is asked for. */
export interface DoorSettings {
  /** 0 for any that is free. */
  readonly port: number
  /** The role of every caller, in clear and on this machine alone; null for TLS and keys. */
  readonly insecure: Role | null
  readonly limits?: Partial<DoorLimits>
}

export interface ServeDoorOptions extends DoorSettings {
  readonly events: EventStore
  readonly host: string
  /** Of the events; the certificate is kept in it. */
  readonly folder: string
  readonly now: () => number
  readonly log: { write(line: string): void }
}

export interface OpenDoor {
  /** What an official client connects to. */
  readonly connection: string
  readonly port: number
  /** What clients are given to trust; null in clear. */
  readonly authorityFile: string | null
  stop(): Promise<void>
}

const LOOPBACK = '127.0.0.1'

/** Opens the door over a log. Throws in words a user understands when the port cannot be had. */
export async function serveDoor({ folder, insecure, log, ...options }: ServeDoorOptions): Promise<OpenDoor> {
  const { events, now, port } = options
  const host = insecure === null ? options.host : LOOPBACK
  const certificate = insecure === null ? await certificateIn(join(folder, 'door'), host, now()) : null
  const onFailure = (failure: unknown): string => {
    const errorId = randomUUID()
    log.write(`${JSON.stringify({ level: 50, ...forLog(failure), errorId, msg: 'a call of the gRPC door failed' })}\n`)
    return errorId
  }
  const identify = insecure === null ? byCredentials(findKeyIn(events), createSecretVerifier()) : everyoneIs(insecure)
  await assertFree(host, port)
  const door = await openDoor({ ...options, host, identify, certificate, onFailure })
  // Clients in Node refuse to check a certificate against an address.
  const name = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(host) && certificate !== null ? 'localhost' : host
  const query = certificate === null ? 'tls=false' : `tls=true&tlsCAFile=${certificate.authorityFile}`
  return {
    connection: `esdb://${name}:${door.port}?${query}`,
    port: door.port,
    authorityFile: certificate?.authorityFile ?? null,
    stop: door.stop,
  }
}

/** Asked of the system itself: what the library says of a port it cannot have is hard to read, and a part of it goes past us. */
async function assertFree(host: string, port: number): Promise<void> {
  const probe = createServer().listen(port, host)
  try {
    await once(probe, 'listening')
  } catch (failure) {
    const trouble = listenTrouble(failure, host, port, 'LEDGER_GRPC_PORT')
    if (trouble === null) throw failure
    throw Object.assign(new Error(trouble, { cause: failure }), { code: 'SETTING' })
  }
  probe.close()
  await once(probe, 'close')
}
