import type { Principal } from '../../auth/principal.ts'
import { type DuplexCall, duplex, type End } from '../duplex-call.ts'
import type { Empty, StreamIdentifier, Uuid, UuidOption } from '../protocol/messages.ts'
import { uuidText } from '../protocol/uuid.ts'
import { isRefusal, type Refusal } from '../refusals.ts'
import type { DoorServices } from '../services.ts'
import { readEventMessage, type ShowId, showIdsAs } from '../streams/recorded.ts'
import type { Consumer, Message } from './consumer.ts'
import type { Membership, NackAction } from './group.ts'
import { type Groups, noGroup } from './groups.ts'
import { mayManage } from './manage.ts'
import { ALL } from './source.ts'

interface ReadRequest {
  readonly options?: {
    readonly streamIdentifier?: StreamIdentifier
    readonly all?: Empty
    readonly groupName?: string
    readonly bufferSize?: number
    readonly uuidOption?: UuidOption
  }
  readonly ack?: { readonly ids: readonly Uuid[] }
  readonly nack?: { readonly ids: readonly Uuid[]; readonly action?: number; readonly reason?: string }
}

/** By number; what is unknown is tried again. */
const actions: readonly NackAction[] = ['retry', 'park', 'retry', 'skip', 'stop']

/** A consumer of a group: events one way, what became of them the other. */
export const readGroupHandler = (services: DoorServices, groups: Groups): ((call: DuplexCall) => void) =>
  duplex(services, (call, end) => consume(services, groups, call, end))

async function consume(services: DoorServices, groups: Groups, call: DuplexCall, end: End): Promise<Refusal | undefined> {
  const caller = await services.identify(call.metadata)
  if (isRefusal(caller)) return caller
  let membership: Membership | null = null
  try {
    for await (const request of call.iterator({ destroyOnReturn: false }) as AsyncIterable<ReadRequest>) {
      if (membership === null) {
        const joined = await join(groups, call, caller, request.options, end)
        if (isRefusal(joined)) return joined
        membership = joined
      } else if (request.ack !== undefined) membership.ack(textsOf(request.ack.ids))
      else if (request.nack !== undefined) {
        const { ids, action = 0, reason = '' } = request.nack
        membership.nack(textsOf(ids), actions[action] ?? 'retry', reason)
      }
    }
    return undefined
  } finally {
    membership?.leave()
  }
}

const textsOf = (ids: readonly Uuid[]): string[] => ids.flatMap((id) => uuidText(id) ?? [])

async function join(
  groups: Groups,
  call: DuplexCall,
  caller: Principal,
  options: ReadRequest['options'],
  end: End,
): Promise<Membership | Refusal> {
  if (options === undefined) return { refused: 'bad-request', message: 'the first message says the group' }
  const stream = options.all === undefined ? Buffer.from(options.streamIdentifier?.streamName ?? []).toString('utf8') : ALL
  const name = options.groupName ?? ''
  const allowed = mayManage(caller, stream)
  if (allowed !== true) return { refused: 'access-denied', why: allowed }
  const found = await groups.find(stream, name)
  if (found === undefined) return noGroup(stream, name)
  const showId = showIdsAs(options.uuidOption ?? {})
  const consumer: Consumer = {
    most: Math.max(1, options.bufferSize ?? 1),
    name: String(call.metadata.get('connection-name')[0] ?? ''),
    from: call.getPeer(),
    user: caller.keyId,
    confirm: () => void call.write({ subscriptionConfirmation: { subscriptionId: `${stream}::${name}` } }),
    deliver: (message) => void call.write({ event: eventMessage(message, showId) }),
    end,
  }
  return found.group.connect(consumer)
}

const eventMessage = ({ delivered, retries }: Message, showId: ShowId): object => ({
  ...readEventMessage(delivered, showId),
  retryCount: retries,
})
