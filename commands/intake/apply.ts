import type { CanonicalAfterSale, CanonicalMessage, CanonicalOrder } from '../../domain/channel/canonical.ts'
import type { ChannelOrder } from '../../domain/order/channel-order.ts'
import type { Rejection } from '../../domain/shared/decision.ts'
import { errorCodes } from '../../domain/shared/error-codes.ts'
import { orderKey } from '../../domain/shared/stream-name.ts'
import type { Answer } from '../command-bus.ts'
import type { IntakeOptions, Message, MessageResult } from './intake.ts'
import { type Resolved, resolveOrder } from './resolve.ts'
import { type PersonalParts, sealOrder } from './seal-order.ts'

export interface Applied {
  readonly ok: true
  readonly outcome: Exclude<MessageResult['outcome'], 'exception'>
  readonly subjectId: string
  readonly position: bigint
}

export interface Refused {
  readonly ok: false
  readonly code: string
  readonly reason: string
  readonly details: unknown
}

export async function applyMessage(canonical: CanonicalMessage, message: Message, options: IntakeOptions): Promise<Applied | Refused> {
  return canonical.kind === 'order' ? applyOrder(canonical.order, message, options) : applyAfterSale(canonical.afterSale, message, options)
}

async function applyOrder(order: CanonicalOrder, message: Message, options: IntakeOptions): Promise<Applied | Refused> {
  const resolved = await resolveOrder(order, options.catalogue)
  if ('accepted' in resolved) return refusedBy(resolved)
  const orderId = orderKey(order.channel, order.shop, order.channelOrderId)
  const data = channelOrderOf(order, orderId, resolved, sealOrder(order, message.person), options.unpaidTimeoutMs)
  return outcomeOf(orderId, await options.bus.ask({ type: 'RecordChannelOrder', data }, message.asking('apply')))
}

function channelOrderOf(
  order: CanonicalOrder,
  orderId: string,
  { shop, lines }: Resolved,
  personal: PersonalParts,
  defaultTimeoutMs: number,
): ChannelOrder {
  const { buyer, lines: _, remarks: __, ...rest } = order
  const names = [buyer.region.province, buyer.region.city, buyer.region.district, buyer.region.town]
  const payBy = order.payBy ?? order.placedAt + (shop.unpaidTimeoutMs ?? defaultTimeoutMs)
  return {
    ...rest,
    ...personal,
    orderId,
    payBy,
    recipientToken: buyer.token,
    region: { path: buyer.region.path, name: names.filter((name) => name !== null).join(' ') },
    lines: [...lines],
  }
}

async function applyAfterSale(
  afterSale: CanonicalAfterSale,
  message: Message,
  { bus, catalogue }: IntakeOptions,
): Promise<Applied | Refused> {
  const { channel, shop, channelOrderId, refundId, returnedTo: code, ...rest } = afterSale
  const afterSalesId = orderKey(channel, shop, refundId)
  const orderId = orderKey(channel, shop, channelOrderId)
  const returnedTo = code === null ? null : (catalogue.locationByCode(code)?.location ?? null)
  if (code !== null && returnedTo === null) return { ok: false, ...known('LOCATION_UNKNOWN'), details: { code } }
  const data = { ...rest, channel, shop, channelOrderId, refundId, returnedTo, afterSalesId, orderId }
  return outcomeOf(afterSalesId, await bus.ask({ type: 'RecordChannelAfterSale', data }, message.asking('apply')))
}

const known = (code: keyof typeof errorCodes) => ({ code, reason: errorCodes[code].title })

const refusedBy = ({ code, details }: Rejection): Refused => ({ ok: false, ...known(code), details })

const outcomes = ['placed', 'updated', 'duplicate', 'stale'] as const

function outcomeOf(subjectId: string, answer: Answer): Applied | Refused {
  if (!answer.accepted) return refusedBy(answer)
  const outcome = outcomes.find((each) => each === answer.note) ?? 'duplicate'
  return { ok: true, outcome, subjectId, position: answer.position }
}
