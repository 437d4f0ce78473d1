import { decode } from '../../domain/codec.ts'
import type { FulfilmentRequest } from '../../domain/fulfilment/state.ts'
import type { EventOfOrder, OrderEvent, OrderLine } from '../../domain/order/events.ts'
import { sum } from '../../domain/shared/money.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import type { DeliveryOrder, DeliveryOrderLine, Recipient } from '../../domain/wms/canonical.ts'
import { orderCodeOf } from '../../domain/wms/keys.ts'
import type { Json } from '../../stores/documents/port.ts'
import type { EventStore, RecordedEvent } from '../../stores/events/port.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { Reveal } from '../personal/reveal.ts'

export interface DeliveryOrderSources {
  readonly events: Pick<EventStore, 'readStream'>
  readonly catalogue: Pick<Catalogue, 'sku'>
  readonly reveal: Reveal
}

type Placed = EventOfOrder<'OrderPlaced'>['data']
type Addressed = Pick<Placed, 'buyer' | 'region'>

interface Consigned {
  readonly placed: Placed
  readonly to: Addressed
  readonly lines: readonly OrderLine[]
}

/** Whom work is for, sealed: what is said of them is sealed with their key. */
export interface Consignment {
  readonly personId: string
  readonly order: DeliveryOrder
}

/** What a warehouse is to be asked for, of merged orders together, with its recipient in clear; null when the buyer was forgotten, or there is no such order. */
export async function consignmentOf(
  requests: readonly FulfilmentRequest[],
  now: number,
  sources: DeliveryOrderSources,
): Promise<Consignment | null> {
  const request = requests[0]!
  const order = await readConsigned(sources.events, request.orderId)
  const recipient = order === null ? null : await recipientOf(order.to, sources.reveal)
  if (order === null || recipient === null) return null
  const others = await Promise.all(requests.slice(1).map(({ orderId }) => readConsigned(sources.events, orderId)))
  const all = [order, ...others]
  const asked = requests.flatMap((each, which) => each.lines.map((line) => ({ line, of: all[which] ?? null })))
  const lines = await Promise.all(asked.map(({ line, of }, place) => lineOf(line, place + 1, of, sources.catalogue)))
  const { placed } = order
  return {
    personId: order.to.buyer.personId,
    order: {
      ...{ orderCode: orderCodeOf(request.fulfilmentId), kind: kindOf(placed.type), channel: request.channel, shop: request.shop },
      ...{ channelOrderId: placed.channelOrderId, cashOnDelivery: placed.cashOnDelivery, placedAt: placed.placedAt, createdAt: now },
      ...{ recipient, lines },
    },
  }
}

export async function readConsigned(events: Pick<EventStore, 'readStream'>, orderId: string): Promise<Consigned | null> {
  let order: Consigned | null = null
  for await (const page of events.readStream(streamName('order', orderId))) for (const stored of page) order = follow(order, stored)
  return order
}

function follow(order: Consigned | null, stored: RecordedEvent): Consigned | null {
  const { type, data } = decode(stored) as unknown as OrderEvent
  if (type === 'OrderPlaced') return { placed: data, to: data, lines: data.lines }
  if (order === null) return null
  if (type === 'AddressChanged') return { ...order, to: data }
  return type === 'OrderRepriced' ? { ...order, lines: data.lines } : order
}

export async function recipientOf({ buyer, region }: Addressed, reveal: Reveal): Promise<Recipient | null> {
  const { name, phone, address } = buyer
  const shown = (await reveal({ name, phone, address } as Json, 'operator')) as Readonly<Record<string, unknown>>
  const texts = [shown.name, shown.phone, shown.address].map((each) => (each === null ? '' : each))
  if (!texts.every((each) => typeof each === 'string')) return null
  return { name: texts[0]!, phone: texts[1]!, address: texts[2]!, ...divisionsOf(region) }
}

/** Cities that are provinces by themselves: a channel may name them once. */
const isMunicipality = (code: string | undefined): boolean => /^(11|12|31|50)/.test(code ?? '')

/** Of what the channel names, from the province down; a name it leaves out leaves no gap. */
export function divisionsOf({ path, name }: Addressed['region']): Omit<Recipient, 'name' | 'phone' | 'address'> {
  const [province = '', ...below] = name.split(' ')
  const isOnce = isMunicipality(path[0]) && below[0] !== undefined && !/市$|市辖区$/.test(below[0])
  const [city = '', district = '', ...towns] = isOnce ? [province, ...below] : below
  return { province, city, district, town: towns.join('') }
}

const kinds = { exchange: 'exchange', resend: 'resend', other: 'other' } as const
const kindOf = (type: Placed['type']): DeliveryOrder['kind'] => (Object.hasOwn(kinds, type) ? kinds[type as keyof typeof kinds] : 'normal')

/** Of a set, its price stands with its first part: a warehouse is told what the buyer pays, not how it is cut over parts. */
async function lineOf(
  { lineId, sku, quantity }: FulfilmentRequest['lines'][number],
  lineNumber: number,
  order: Consigned | null,
  catalogue: Pick<Catalogue, 'sku'>,
): Promise<DeliveryOrderLine> {
  const line = order?.lines.find((each) => each.lineId === lineId)
  const part = line?.stock.findIndex((each) => each.sku === sku) ?? -1
  const isPriced = line !== undefined && part === 0
  const sold = isPriced ? Math.ceil(quantity / line.stock[0]!.quantityPerUnit) : 0
  const buyerFen = isPriced ? sum(line.unitBuyerFen.slice(0, sold)) : 0
  const listFen = isPriced ? Math.floor((line.unitListPriceFen * sold) / quantity) : 0
  const name = (await catalogue.sku(sku))?.name ?? line?.title ?? sku
  const channelOrderId = order?.placed.channelOrderId ?? ''
  return { lineNumber, channelOrderId, channelLineId: lineId, sku, name, quantity, listFen, buyerFen }
}
