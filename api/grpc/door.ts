import { randomUUID } from 'node:crypto'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { EventStore } from '../../stores/events/port.ts'
import { createAllowance } from './allowance.ts'
import type { Identify } from './caller.ts'
import { STOPPING } from './calls.ts'
import type { Certificate } from './certificate.ts'
import { GOSSIP, gossipService } from './gossip/service.ts'
import { type DoorLimits, defaultDoorLimits } from './limits.ts'
import { createGroups } from './persistent/groups.ts'
import { PERSISTENT_SUBSCRIPTIONS, persistentService } from './persistent/service.ts'
import { serviceOf } from './protocol/codec.ts'
import { createStreamStates } from './semantics/stream-states.ts'
import { createStreamWriter } from './semantics/write.ts'
import { SERVER_FEATURES, serverFeaturesService } from './server-features/service.ts'
import type { DoorServices } from './services.ts'
import { createPlaces } from './streams/places.ts'
import { STREAMS, streamsService } from './streams/service.ts'

export interface DoorOptions {
  readonly events: EventStore
  readonly identify: Identify
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** Null speaks in clear. */
  readonly certificate: Pick<Certificate, 'certificate' | 'key'> | null
  readonly now: () => number
  readonly onFailure: DoorServices['onFailure']
  readonly limits?: Partial<DoorLimits>
}

export interface Door {
  readonly port: number
  /** Answers what is being answered, ends subscriptions, takes nothing more. */
  stop(): Promise<void>
}

/** Opens the protocol of EventStoreDB over an event store. Throws the error of the system when the port cannot be had. */
export async function openDoor({ events, identify, host, port, certificate, now, onFailure, ...options }: DoorOptions): Promise<Door> {
  const limits = { ...defaultDoorLimits, ...options.limits }
  const closing = new AbortController()
  const states = createStreamStates(events)
  const newId = (): string => randomUUID()
  const services: DoorServices = {
    ...{ events, states, identify, limits, now, newId, onFailure, closing: closing.signal },
    writer: createStreamWriter({ events, states, newId }),
    allowance: createAllowance(limits, now),
    places: createPlaces(limits.appendBytesAtOnce),
  }
  const groups = createGroups(services)
  const server = new Server({
    'grpc.max_receive_message_length': limits.messageBytes,
    'grpc.max_concurrent_streams': limits.callsAtOnce,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 20_000,
  })
  let bound = 0
  server.addService(serviceOf(STREAMS), streamsService(services))
  server.addService(serviceOf(PERSISTENT_SUBSCRIPTIONS), persistentService(services, groups))
  server.addService(serviceOf(SERVER_FEATURES), serverFeaturesService())
  server.addService(serviceOf(GOSSIP), gossipService({ instanceId: newId(), now, port: () => bound }))
  bound = await bind(server, `${host.includes(':') ? `[${host}]` : host}:${port}`, credentialsOf(certificate))
  return {
    port: bound,
    async stop() {
      closing.abort()
      await groups.stop(STOPPING)
      await shutDown(server, limits.stopMs)
    },
  }
}

const credentialsOf = (certificate: DoorOptions['certificate']): ServerCredentials =>
  certificate === null
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [{ private_key: certificate.key, cert_chain: certificate.certificate }])

const bind = (server: Server, address: string, credentials: ServerCredentials): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (failure, port) => (failure === null ? resolve(port) : reject(failure)))
  })

/** Waits for calls under way, and cuts those off that take too long. */
function shutDown(server: Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.forceShutdown(), ms)
    server.tryShutdown(() => {
      clearTimeout(cut)
      resolve()
    })
  })
}
