import type { UntypedServiceImplementation } from '@grpc/grpc-js'
import { unary } from '../calls.ts'
import type { DoorServices } from '../services.ts'
import { appendHandler } from './append.ts'
import { batchAppendHandler } from './batch-append.ts'
import { endingHandler } from './delete.ts'
import { readHandler } from './read.ts'

export const STREAMS = 'event_store.client.streams.Streams'

export const streamsService = (services: DoorServices): UntypedServiceImplementation => ({
  Read: readHandler(services),
  Append: appendHandler(services),
  BatchAppend: batchAppendHandler(services),
  Delete: unary(services, endingHandler(services, 'softDelete')),
  Tombstone: unary(services, endingHandler(services, 'tombstone')),
})
