import type { Principal } from '../../auth/principal.ts'
import type { Empty, StreamIdentifier } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'
import type { Group } from './group.ts'
import { type GroupEntry, type Groups, noGroup } from './groups.ts'
import { type GroupRequest, mayManage, namesOf } from './manage.ts'
import { ALL, placeText } from './source.ts'

interface ListRequest {
  readonly options?: {
    readonly listAllSubscriptions?: Empty
    readonly listForStream?: { readonly stream?: StreamIdentifier; readonly all?: Empty }
  }
}

const infoOf = async (groups: Groups, { entry, group }: { entry: GroupEntry; group: Group }): Promise<object> => {
  const { source, settings, startFrom } = entry
  const { connected, checkpoint, lastKnown, buffered, retrying, open } = group.state()
  const inFlight = connected.reduce((sum, member) => sum + member.inFlight.size, 0)
  return {
    ...{ eventSource: source.stream, groupName: entry.group, status: 'Live', startFrom },
    connections: connected.map(({ consumer, inFlight: theirs, total }) => ({
      ...{ from: consumer.from, username: consumer.user, connectionName: consumer.name, totalItems: total, inFlightMessages: theirs.size },
      availableSlots: consumer.most - theirs.size,
    })),
    totalItems: connected.reduce((sum, { total }) => sum + total, 0),
    lastCheckpointedEventPosition: checkpoint < 0n ? '' : placeText(source, checkpoint),
    lastKnownEventPosition: lastKnown < 0n ? '' : placeText(source, lastKnown),
    ...{ resolveLinkTos: settings.resolveLinks, extraStatistics: settings.extraStatistics },
    ...{ messageTimeoutMilliseconds: settings.messageTimeoutMs, checkPointAfterMilliseconds: settings.checkpointAfterMs },
    ...{ maxRetryCount: settings.maxRetryCount, liveBufferSize: settings.liveBufferSize, bufferSize: settings.historyBufferSize },
    ...{
      readBatchSize: settings.readBatchSize,
      minCheckPointCount: settings.minCheckpointCount,
      maxCheckPointCount: settings.maxCheckpointCount,
    },
    ...{ readBufferCount: buffered, retryBufferCount: retrying, totalInFlightMessages: inFlight, outstandingMessagesCount: open },
    ...{ namedConsumerStrategy: settings.strategy, maxSubscriberCount: settings.maxSubscriberCount },
    parkedMessageCount: await groups.parkedCount(source.stream, entry.group),
  }
}

/** The calls that tell of groups. */
export const informing = (groups: Groups) => ({
  async info(caller: Principal, { options = {} }: GroupRequest): Promise<object | Refusal> {
    const { stream, group } = namesOf(options)
    const may = mayManage(caller, stream)
    if (may !== true) return { refused: 'access-denied', why: may }
    const found = await groups.find(stream, group)
    return found === undefined ? noGroup(stream, group) : { subscriptionInfo: await infoOf(groups, found) }
  },
  async list(caller: Principal, { options }: ListRequest): Promise<object | Refusal> {
    const only = options?.listForStream
    const stream = only === undefined ? null : only.all === undefined ? Buffer.from(only.stream?.streamName ?? []).toString('utf8') : ALL
    const all = (await groups.all()).filter(
      ({ entry }) => (stream === null || entry.source.stream === stream) && mayManage(caller, entry.source.stream) === true,
    )
    if (stream !== null && all.length === 0) return noGroup(stream, '')
    return { subscriptions: await Promise.all(all.map((each) => infoOf(groups, each))) }
  },
})
