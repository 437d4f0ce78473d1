import type { ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js'
import { answerTo } from '../calls.ts'
import { structuredUuid } from '../protocol/uuid.ts'

export const GOSSIP = 'event_store.client.gossip.Gossip'

const LEADER = 8

export interface Member {
  /** Of this run of the server. */
  readonly instanceId: string
  readonly now: () => number
  readonly port: () => number
}

/** A cluster of one, which is reached where the client just reached it: whatever stands between, the name it used is one it can use. */
export const gossipService = ({ instanceId, now, port }: Member): UntypedServiceImplementation => ({
  Read: answerTo((call) => ({
    members: [
      {
        instanceId: structuredUuid(instanceId),
        timeStamp: `${now()}0000`,
        state: LEADER,
        isAlive: true,
        httpEndPoint: endPointOf(call, port()),
      },
    ],
  })),
})

function endPointOf(call: Pick<ServerUnaryCall<object, object>, 'getHost'>, port: number): { address: string; port: number } {
  const [, address = '127.0.0.1', told] = /^\[?(.+?)\]?(?::(\d+))?$/.exec(call.getHost?.() ?? '') ?? []
  return { address, port: told === undefined ? port : Number(told) }
}
