import { type ClientDuplexStream, type ClientReadableStream, Client as GrpcClient, status } from '@grpc/grpc-js'
import type { ClientInside } from './client.ts'
import { unavailable } from './failures.ts'
import { type BatchAnswer, decodeBatchAnswer, decodeReadAnswer, encodeRead, type ReadAnswer } from './protocol/messages.ts'

/** The calls of the protocol that keeping events takes. */
export interface Connection {
  /** One answer after the other, for as long as they are taken. */
  read(request: object, options?: { readonly requiresLeader: boolean }): Promise<ClientReadableStream<ReadAnswer>>
  /** Takes encoded requests, for as long as the server is there. */
  batchAppend(): Promise<ClientDuplexStream<Buffer, BatchAnswer>>
  /** Throws `UNAVAILABLE` when there is no server within so many milliseconds. */
  ready(ms: number): Promise<void>
  close(): Promise<void>
}

const READ = '/event_store.client.streams.Streams/Read'
const BATCH_APPEND = '/event_store.client.streams.Streams/BatchAppend'
const untilCancelled = { deadline: Number.POSITIVE_INFINITY }
const asIs = (bytes: Buffer): Buffer => bytes

export function connectionOf(client: ClientInside): Connection {
  return {
    read: (request, options = { requiresLeader: false }) =>
      client.GRPCStreamCreator(GrpcClient, 'read', (grpc) =>
        grpc.makeServerStreamRequest(READ, encodeRead, decodeReadAnswer, request, ...client.callArguments(options, untilCancelled)),
      )(),
    batchAppend: () =>
      client.GRPCStreamCreator(GrpcClient, 'append', (grpc) =>
        grpc.makeBidiStreamRequest(
          BATCH_APPEND,
          asIs,
          decodeBatchAnswer,
          ...client.callArguments({ requiresLeader: true }, untilCancelled),
        ),
      )(),
    ready: (ms) =>
      client
        .execute(GrpcClient, 'ready', (grpc) => whenReady(grpc, ms))
        .catch((failure: Error) => {
          throw unavailable(failure.message, failure)
        }),
    async close() {
      await client.dispose()
      const channel = await client.getChannel()
      channel.close()
    },
  }
}

/** Fails as a call would, so that the client gives the channel up: one that failed waits longer and longer before it tries again. */
const whenReady = (grpc: GrpcClient, ms: number): Promise<void> =>
  new Promise((resolve, reject) => {
    grpc.waitForReady(Date.now() + ms, (failure) => {
      if (failure === undefined || failure === null) resolve()
      else reject(Object.assign(failure, { code: status.UNAVAILABLE, details: failure.message }))
    })
  })
