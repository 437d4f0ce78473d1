import { type Listing, listedAt, listingAggregate, nextChangeOf } from '../../../domain/catalogue/listing.ts'
import type { EventOfType } from '../../../domain/events.ts'
import { policyAggregate, policyKey } from '../../../domain/policy/policy.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import { type ListingName, listingOf, listingSubject, stockPush } from '../../../domain/publishing/keys.ts'
import type { MessageOf } from '../../../domain/publishing/messages.ts'
import { type Push, pushAggregate } from '../../../domain/publishing/push.ts'
import { isWorthTelling, ruleFor, shownQuantity } from '../../../domain/publishing/shown-quantity.ts'
import { streamKey } from '../../../domain/shared/stream-name.ts'
import { type StockEvent, stockEvents } from '../../../domain/stock/events.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies } from '../../policies/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Connection, Connections } from '../../publishing/connections.ts'
import { type ChannelGateway, shopKey } from '../../publishing/gateway.ts'
import type { ListingDirectory } from '../../publishing/listing-directory.ts'
import type { PartStockFinder } from '../../publishing/part-stock.ts'
import type { Concern, Next, Process } from '../process.ts'
import { createTelling, type Tell } from './telling.ts'

export interface StockPushOptions {
  readonly bus: CommandBus
  readonly policies: Policies
  readonly clock: Clock
  readonly connections: Connections
  readonly gateway: ChannelGateway
  readonly directory: ListingDirectory
  readonly partStock: PartStockFinder
}

/** Everything one look is about. */
interface Look {
  readonly subject: string
  readonly name: ListingName
  readonly connection: Connection
  readonly listing: Readonly<Listing>
  readonly push: Readonly<Push> | null
  readonly state: Readonly<ProcessState>
  readonly now: number
}

interface Wanted {
  readonly sku: string | null
  readonly message: MessageOf<'stock'>
  readonly minimumChange: number
}

/**
 * Tells a shop how many units of a listing it may show. Movements are gathered: the first of them begins a wait, and what is told at its end
 * is what is left then, so that of many movements only the last counts. One instance for each listing of a shop that is connected.
 */
export function stockPushProcess(options: StockPushOptions): Process {
  const { bus, policies, clock, connections, directory, partStock } = options
  const tell: Tell = createTelling(options)
  /** What of a location decides whether its stock is shown, as last seen in this life; the first that is seen may have changed it. */
  const reaches = new Map<string, string>()

  async function next(subject: string, state: Readonly<ProcessState>): Promise<Next> {
    const look = await lookAt(subject, state)
    if (look === null) return { do: 'nothing' }
    const { push, now } = look
    if (push?.calls.isPending) return tellStock(look, null)
    const wait = waitOf(look) ?? (await gather(look))
    if (wait === null) return { do: 'nothing' }
    return wait.dueAt > now ? { do: 'wait', keys: [], ...wait } : settle(look)
  }

  async function lookAt(subject: string, state: Readonly<ProcessState>): Promise<Look | null> {
    const name = listingOf(subject)
    if (name === null) return null
    const now = clock.now()
    const connection = await connections.of(name.channel, name.shop, now)
    if (connection === null || !connection.settings.stock) return null
    const listing = await bus.look(listingAggregate, streamKey([name.channel, name.shop, name.channelSku]))
    if (listing === null) return null
    const push = (await bus.look(pushAggregate, subject))?.pushes.get(stockPush) ?? null
    return { subject, name, connection, listing, push, state, now }
  }

  /** What is told in vain is told again later and later, whatever moves meanwhile; once it is an exception, at the latest pace. */
  async function gather({ name: { channel, shop }, connection: { settings }, push, now }: Look): Promise<Wait | null> {
    const { document } = await policies.inForce('channel-stock', now)
    const ofShop = document.shops.find((each) => each.channel === channel && each.shop === shop)
    if (ofShop === undefined) return null
    if (push?.failed != null) return { forWhat: 'exception', dueAt: now + settings.retryLongestMs }
    const retryAt = push?.calls.retryAt ?? null
    return retryAt === null
      ? { forWhat: 'movements', dueAt: now + ofShop.intervalMs }
      : { forWhat: 'retry', dueAt: Math.max(retryAt, now + 1) }
  }

  async function wantedOf({ name, listing, push, now }: Look): Promise<Wanted | null> {
    const { channel, shop, channelSku } = name
    const { name: policyName, version, document } = await policies.inForce('channel-stock', now)
    const rule = { name: policyName, version }
    const target = listedAt(listing, now)
    const sku = target?.sku ?? null
    if (sku === null) {
      // It sells nothing of ours any more: what it showed of that is taken away.
      const shown = push?.taken?.message.kind === 'stock' ? push.taken.message : null
      if (shown === null || !document.shops.some((each) => each.channel === channel && each.shop === shop)) return null
      return { sku: push!.about!.sku, message: { ...shown, quantity: 0, rule, parts: [] }, minimumChange: 1 }
    }
    const found = ruleFor(document, channel, shop, sku)
    const parts = found === null ? null : await partStock(sku)
    if (found === null || parts === null) return null
    const { quantity, parts: shownParts } = shownQuantity(parts, channel, found)
    const channelItem = target?.channelItem ?? null
    return {
      sku,
      message: { kind: 'stock', channelSku, channelItem, quantity, rule, parts: [...shownParts] },
      minimumChange: found.minimumChange,
    }
  }

  /** The wait is over: what is left now is told, unless the shop shows it for certain. */
  async function settle(look: Look): Promise<Next> {
    const { push, connection, now } = look
    const wanted = await wantedOf(look)
    if (wanted === null) return rest(look, 'unlisted')
    const shown = push?.taken?.message.kind === 'stock' ? push.taken.message.quantity : null
    if (!isWorthTelling(shown, wanted.message.quantity, wanted.minimumChange)) {
      const settledAt = push!.lostAt === null ? null : push!.lostAt + connection.settings.lostSettlesAfterMs
      if (settledAt === null || push!.taken!.begunAt >= settledAt) return rest(look, 'shown')
      // A try that was lost may come there after the one that was taken, and would be shown then.
      if (settledAt > now) return { do: 'wait', forWhat: 'lost', keys: [], dueAt: settledAt }
    } else if (isInVain(push, wanted)) return rest(look, 'failed')
    return tellStock(look, wanted)
  }

  function tellStock({ subject, name: { channel, shop }, connection, push, state, now }: Look, wanted: Wanted | null): Promise<Next> {
    const sku = wanted === null ? push!.about!.sku : wanted.sku
    const which = { subject, channel, shop, pushId: stockPush, orderId: null, sku }
    const isAgain = push !== null && (wanted === null || (push.calls.outcome !== 'taken' && saysSame(push, wanted.message)))
    const message = isAgain ? push.message! : wanted!.message
    return tell({ which, connection, push, message, isNew: !isAgain, state, now })
  }

  /** What the catalogue or the policy says of a later instant is looked at then. */
  async function rest({ listing, now }: Look, outcome: string): Promise<Next> {
    const policy = await bus.look(policyAggregate, policyKey('channel-stock'))
    const later = [nextChangeOf(listing, now), ...(policy?.versions ?? []).map(({ effectiveFrom }) => effectiveFrom)]
    const changes = later.filter((at): at is number => at !== null && at > now)
    if (changes.length === 0) return { do: 'end', outcome }
    return { do: 'wait', forWhat: 'change', keys: [], dueAt: Math.min(...changes) }
  }

  /** Whose quantity may be another one since a location is switched on or off, or became another kind of place. */
  function reachedBy({ location, active, kind }: EventOfType<'LocationDefined'>['data']): readonly string[] {
    const reach = `${active} ${kind}`
    if (reaches.get(location) === reach) return []
    reaches.set(location, reach)
    return directory.sellersAt(location)
  }

  function concerns(event: ProjectedEvent): Concern {
    const instances = (subjects: Iterable<string>): Concern => ({
      instances: [...subjects].map((instanceId) => ({ instanceId })),
      wakes: [],
    })
    switch (event.type) {
      case 'ListingDefined':
        return instances([listingSubject(event.data)])
      case 'SkuDefined':
        return instances(event.data.components.length === 0 ? [] : directory.sellersOf(event.data.sku))
      case 'LocationDefined':
        return instances(reachedBy(event.data))
      case 'PolicyPublished':
        return instances(['channel-stock', 'channel-connection'].includes(event.data.name) ? directory.all() : [])
      case 'ChannelPushSettled':
        return instances(event.data.pushId === stockPush && event.data.outcome === 'asked' ? [event.data.subject] : [])
      case 'ChannelPushAnswered':
        return { instances: [], wakes: [{ key: shopKey(event.data), atMost: 1 }] }
      default:
        return instances(directory.sellersOf((event as StockMoved).data.sku))
    }
  }

  return { name: 'stock-push', triggers, concerns, next }
}

type StockMoved = Extract<ProjectedEvent, { type: StockEvent['type'] }>

const ofCatalogue = ['ListingDefined', 'SkuDefined', 'LocationDefined', 'PolicyPublished'] as const
const ofPushes = ['ChannelPushSettled', 'ChannelPushAnswered'] as const
const triggers = [...(Object.keys(stockEvents) as StockEvent['type'][]), ...ofCatalogue, ...ofPushes] as const

interface Wait {
  readonly forWhat: string
  readonly dueAt: number
}

/**
 * What it waits for already; null where that is nothing. A place may be free now; what was told in vain and somebody settled begins anew; and
 * what waits for a later change is at rest till anything moves.
 */
function waitOf({ state: { waiting }, push, now }: Look): Wait | null {
  if (waiting === null || waiting.dueAt === null) return null
  const { forWhat, dueAt } = waiting
  if (forWhat === 'place') return { forWhat, dueAt: now }
  if (forWhat === 'exception' && push?.failed == null) return null
  return forWhat === 'change' && dueAt > now ? null : { forWhat, dueAt }
}

/** The same came to nothing, and nobody said to try it again. */
function isInVain(push: Readonly<Push> | null, { message }: Wanted): boolean {
  if (push === null || !saysSame(push, message)) return false
  return push.failed?.number === push.number || push.droppedNumber === push.number
}

/** What a quantity is made of may change without it. */
const saysSame = ({ message }: Readonly<Push>, wanted: MessageOf<'stock'>): boolean =>
  message?.kind === 'stock' && message.quantity === wanted.quantity && message.channelItem === wanted.channelItem
