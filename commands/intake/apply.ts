import type { Reading } from '../../connectors/port.ts'
import type { CanonicalAfterSale, CanonicalMessage, CanonicalOrder } from '../../domain/channel/canonical.ts'
import type { ChannelOrder } from '../../domain/order/channel-order.ts'
import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { errorCodes } from '../../domain/shared/error-codes.ts'
import { orderKey } from '../../domain/shared/stream-name.ts'
import type { Answer, Asking } from '../command-bus.ts'
import type { PersonSealer } from '../personal/sealer.ts'
import type { Envelope } from './envelope.ts'
import type { IntakeOptions } from './options.ts'
import type { Applied, Refused } from './outcome.ts'
import { type Resolved, resolveOrder } from './resolve.ts'
import { type PersonalParts, sealOrder } from './seal-order.ts'

/** What the steps of taking a message in hand on. */
export interface Message {
  readonly envelope: Envelope
  readonly reading: Reading
  readonly person: PersonSealer
  readonly asking: (step: string) => Asking
}

/** What a message asks for, once listings, locations and personal data are settled. */
export interface Prepared {
  readonly ok: true
  readonly subjectId: string
  readonly command: AnyCommand
  /** What the message itself says, where something was added that another policy would add otherwise. */
  readonly said?: unknown
}

export async function applyMessage(canonical: CanonicalMessage, message: Message, options: IntakeOptions): Promise<Applied | Refused> {
  const prepared = await prepareMessage(canonical, message.person, options)
  if (!prepared.ok) return prepared
  const { subjectId, command, said } = prepared
  const asking = message.asking('apply')
  return outcomeOf(subjectId, await options.bus.ask(command, said === undefined ? asking : { ...asking, said }))
}

export function prepareMessage(canonical: CanonicalMessage, person: PersonSealer, options: Preparing): Promise<Prepared | Refused> {
  return canonical.kind === 'order' ? prepareOrder(canonical.order, person, options) : prepareAfterSale(canonical.afterSale, options)
}

type Preparing = Pick<IntakeOptions, 'catalogue' | 'markOrder' | 'unpaidTimeoutMs'>

async function prepareOrder(
  order: CanonicalOrder,
  person: PersonSealer,
  { catalogue, markOrder, unpaidTimeoutMs }: Preparing,
): Promise<Prepared | Refused> {
  const [resolved, marks] = await Promise.all([resolveOrder(order, catalogue), markOrder(order)])
  if ('accepted' in resolved) return refusedBy(resolved)
  const subjectId = orderKey(order.channel, order.shop, order.channelOrderId)
  const data = channelOrderOf(order, subjectId, resolved, sealOrder(order, person), unpaidTimeoutMs)
  return { ok: true, subjectId, command: { type: 'RecordChannelOrder', data: { ...data, ...marks } }, said: data }
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

async function prepareAfterSale(afterSale: CanonicalAfterSale, { catalogue }: Preparing): Promise<Prepared | Refused> {
  const { channel, shop, channelOrderId, refundId, returnedTo: code } = afterSale
  const afterSalesId = orderKey(channel, shop, refundId)
  const orderId = orderKey(channel, shop, channelOrderId)
  const returnedTo = code === null ? null : (catalogue.locationByCode(code)?.location ?? null)
  if (code !== null && returnedTo === null) return refusedBy(reject('LOCATION_UNKNOWN', { code }))
  return {
    ok: true,
    subjectId: afterSalesId,
    command: { type: 'RecordChannelAfterSale', data: { ...afterSale, returnedTo, afterSalesId, orderId } },
  }
}

export function refusedBy({ code, details }: Rejection): Refused {
  const reason = [errorCodes[code].title, ...namesIn(details)].join('; ')
  return { ok: false, code, reason, details }
}

/** What the details name, for senders, who see the reason alone. */
const namesIn = (details: object): readonly string[] =>
  Object.entries(details)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => `${name}: ${value}`)

const outcomes = ['placed', 'updated', 'duplicate', 'stale'] as const

function outcomeOf(subjectId: string, answer: Answer): Applied | Refused {
  if (!answer.accepted) return refusedBy(answer)
  const outcome = outcomes.find((each) => each === answer.note) ?? 'duplicate'
  return { ok: true, outcome, subjectId, position: answer.position }
}
