import type { UntypedServiceImplementation } from '@grpc/grpc-js'
import { answerTo } from '../calls.ts'

export const SERVER_FEATURES = 'event_store.client.server_features.ServerFeatures'

/** The version whose behaviour this is. Clients ask for it to know what a server can do. */
export const SERVER_VERSION = '24.2.0'

interface Supported {
  readonly serviceName: string
  readonly methodName: string
  readonly features: readonly string[]
}

const of = (serviceName: string, methods: Readonly<Record<string, readonly string[]>>): readonly Supported[] =>
  Object.entries(methods).map(([methodName, features]) => ({ serviceName, methodName, features }))

/** What is spoken here, by names in lower case. */
export const supported: readonly Supported[] = [
  ...of('event_store.client.streams.streams', {
    read: ['position', 'events'],
    append: [],
    delete: [],
    tombstone: [],
    batchappend: ['deadline_duration'],
  }),
  ...of(
    'event_store.client.persistent_subscriptions.persistentsubscriptions',
    Object.fromEntries(
      ['create', 'update', 'delete', 'read', 'getinfo', 'replayparked', 'list', 'restartsubsystem'].map((method) => [
        method,
        ['stream', 'all'],
      ]),
    ),
  ),
  ...of('event_store.client.gossip.gossip', { read: [] }),
  ...of('event_store.client.server_features.serverfeatures', { getsupportedmethods: [] }),
]

/** Asked before any key is shown. */
export const serverFeaturesService = (): UntypedServiceImplementation => ({
  GetSupportedMethods: answerTo(() => ({ methods: supported, eventStoreServerVersion: SERVER_VERSION })),
})
