import type { Duplex, Readable } from 'node:stream'
import type { CallOptions, Client as GrpcClient, Metadata } from '@grpc/grpc-js'
import type { ClientName } from './client-names.ts'

type GrpcClientMaker<Made extends GrpcClient> = new (address: never, credentials: never, options?: object) => Made

/**
 * What either client keeps for those who extend it: the channel it found, with its TLS, credentials and keep-alive, given up and found anew
 * when the server is gone or another leads.
 */
export interface ClientInside {
  readonly GRPCStreamCreator: <Made extends GrpcClient, Stream extends Readable | Duplex>(
    maker: GrpcClientMaker<Made>,
    name: string,
    create: (client: Made) => Stream,
  ) => () => Promise<Stream>
  readonly execute: <Made extends GrpcClient, Result>(
    maker: GrpcClientMaker<Made>,
    name: string,
    act: (client: Made) => Promise<Result>,
  ) => Promise<Result>
  readonly callArguments: (asked: { readonly requiresLeader?: boolean }, options: CallOptions) => [Metadata, CallOptions]
  /** When an append that begins now has to be done: `defaultDeadline` of the connection string. */
  createDeadline(): Date
  readonly getChannel: () => Promise<{ close(): void }>
  readonly dispose: () => Promise<void>
}

/** Reads of the successor: whole batches from native code, every byte as it was written. */
export interface NativeReads {
  readStream(stream: string, options: object): AsyncIterable<readonly NativeEvent[]>
  readAll(options: object): AsyncIterable<readonly NativeEvent[]>
}

export interface NativeEvent {
  readonly event?: {
    readonly streamId: string
    readonly id: string
    readonly type: string
    readonly isJson: boolean
    readonly revision: bigint
    /** Epoch milliseconds. */
    readonly created: number
    readonly data: Uint8Array
    readonly metadata: Uint8Array
    readonly position?: { readonly commit: bigint }
  }
}

export interface OpenClient {
  readonly inside: ClientInside
  readonly native: NativeReads | null
}

/** Parses the connection string and connects to nothing yet. Throws in words that hold no secret when it is not understood. */
export async function openClient(name: ClientName, connectionString: string): Promise<OpenClient> {
  const [, rest = ''] = /^(?:esdb|kurrentdb)(.*)$/s.exec(connectionString) ?? []
  if (name === 'eventstore') {
    const { EventStoreDBClient } = await import('@eventstore/db-client')
    return { inside: parsed(() => EventStoreDBClient.connectionString(`esdb${rest}`)) as unknown as ClientInside, native: null }
  }
  const { KurrentDBClient } = await import('@kurrent/kurrentdb-client')
  const client = parsed(() => KurrentDBClient.connectionString(`kurrentdb${rest}`))
  return { inside: client as unknown as ClientInside, native: client.rustClient as NativeReads }
}

/** Errors of the clients carry the whole connection string with them. */
function parsed<Client>(parse: () => Client): Client {
  try {
    return parse()
  } catch (failure) {
    const message = `the connection string of the events is not understood: ${(failure as Error).message}`
    throw Object.assign(new Error(message), { code: 'SETTING' })
  }
}
