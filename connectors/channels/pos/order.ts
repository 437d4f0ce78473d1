import type { CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { regionOf } from '../../shared/region.ts'
import { lineDiscounts, moneyFen, moneyOf, orderDiscounts, subsidyFen } from './amounts.ts'
import type { Ticket, TicketLine } from './form.ts'
import { originalKey, originalStore, ticketKey } from './keys.ts'

type Payment = CanonicalOrder['payments'][number]

const deliveries = { carry: 'carryOut', ship: 'ship', install: 'install', pickup: 'storePickup' } as const

/** A ticket of a till. A final ticket completes the order of its deposit ticket, and carries the tenders of both. */
export function readOrder(ticket: Ticket): CanonicalOrder {
  const orderId = ticket.type === 'final' ? (originalKey(ticket) ?? ticketKey(ticket)) : ticketKey(ticket)
  const carried = ticket.lines.filter(({ deliveryMode }) => deliveryMode === 'carry')
  const status = statusOf(ticket, carried.length)
  const buyerPaysFen = moneyFen(ticket) + ticket.dueLater
  const isPaid = ticket.type !== 'deposit'
  const subsidy = subsidyFen(ticket)
  return {
    channel: 'pos',
    shop: ticket.type === 'final' ? originalStore(ticket) : ticket.storeCode,
    channelOrderId: orderId,
    parentOrderId: null,
    modifiedAt: ticket.changedTime ?? ticket.saleTime,
    placedAt: ticket.saleTime,
    payBy: null,
    paidAt: isPaid ? ticket.saleTime : null,
    finishedAt: status === 'finished' ? ticket.saleTime : null,
    closedAt: null,
    status,
    rawStatus: ticket.type,
    type: ticket.type === 'sale' ? 'normal' : 'presale',
    cashOnDelivery: false,
    buyer: buyerOf(ticket),
    lines: ticket.lines.map((line) => canonicalLine(ticket, line)),
    orderDiscounts: orderDiscounts(ticket),
    freight: { amountFen: ticket.freight, discounts: [] },
    otherChargesFen: 0,
    buyerPaysFen,
    payments: paymentsOf(ticket, orderId),
    presale: presaleOf(ticket, buyerPaysFen),
    tradeIn: null,
    subsidy:
      subsidy === 0
        ? null
        : {
            amountFen: subsidy,
            mode: 'payment',
            regionCode: ticket.subsidyRegionCode,
            severalRegions: false,
            severalEntities: false,
            supplierModel: null,
            merchantFunded: false,
          },
    holds: ticket.type === 'deposit' ? [{ reason: 'presale', detail: 'deposit ticket' }] : [],
    remarks: { buyer: null, seller: ticket.remark, flag: null },
    promised: promisedOf(ticket),
    store: { storeCode: ticket.storeCode, name: ticket.storeName, role: 'sold' },
    services: [],
    shipments: carriedOut(ticket, orderId, isPaid ? carried : []),
    deliveredAt: status === 'finished' ? ticket.saleTime : null,
    invoice: ticket.invoiceKind === null ? null : { wanted: true, kind: ticket.invoiceKind },
    isGiftOrder: false,
    campaign: ticket.campaign,
  }
}

/** What the customer carries out has left and arrived at once. */
function statusOf({ type, lines }: Ticket, carried: number): CanonicalOrder['status'] {
  if (type === 'deposit') return 'depositPaid'
  return carried === lines.length ? 'finished' : carried > 0 ? 'partShipped' : 'toShip'
}

/** What the customer carries out, or comes back to fetch, is in the store that sold it unless the till says otherwise. */
const isAtStore = ({ deliveryMode }: TicketLine): boolean => deliveryMode === 'carry' || deliveryMode === 'pickup'

function canonicalLine(ticket: Ticket, line: TicketLine): CanonicalLine {
  const isCarried = line.deliveryMode === 'carry' && ticket.type !== 'deposit'
  return {
    lineId: line.lineNo,
    channelSku: line.sku,
    outerSku: line.barcode,
    title: line.title,
    kind: line.gift ? 'gift' : 'goods',
    giftOf: line.gift ? line.giftOfLineNo : null,
    bundle: null,
    quantity: line.qty,
    unitListPriceFen: line.tagPrice,
    discounts: lineDiscounts(line),
    apportionedFen: null,
    buyerPaysFen: null,
    status: isCarried ? 'finished' : 'open',
    refundStatus: null,
    refundId: null,
    delivery: deliveries[line.deliveryMode],
    appointedLocation: line.warehouse ?? (isAtStore(line) ? ticket.storeCode : null),
    serialNumbers: line.sns,
    creator: null,
    subsidy:
      line.subsidyCategory === null
        ? null
        : {
            amountFen: null,
            mode: 'payment',
            regionCode: ticket.subsidyRegionCode,
            category: line.subsidyCategory,
            merchantFunded: false,
            serialNumbersRequired: line.qty,
            imeisRequired: 0,
            verifyNumbers: false,
          },
  }
}

function buyerOf({ memberId, customer }: Ticket): CanonicalOrder['buyer'] {
  const { province = null, city = null, district = null, town = null } = customer ?? {}
  return {
    buyerId: memberId,
    name: customer?.name ?? null,
    phone: customer?.phone ?? null,
    address: customer?.address ?? null,
    identityNumber: customer?.identityNumber ?? null,
    token: null,
    region: regionOf({ province, city, district, town }),
  }
}

function paymentsOf(ticket: Ticket, orderId: string): Payment[] {
  const money = moneyOf(ticket)
  const alone = ticket.type === 'deposit' ? 'deposit' : money.length === 1 ? 'full' : 'part'
  return money.map(({ method, amount, refNo, stage }, index) => ({
    paymentId: refNo ?? `${orderId}-${index + 1}`,
    stage: stage ?? alone,
    amountFen: amount,
    method,
    paidAt: ticket.saleTime,
  }))
}

function presaleOf(ticket: Ticket, buyerPaysFen: number): CanonicalOrder['presale'] {
  if (ticket.type === 'sale') return null
  const money = moneyOf(ticket).filter(({ stage }) => ticket.type === 'deposit' || stage === 'deposit')
  const depositFen = money.reduce((total, { amount }) => total + amount, 0)
  const stage = ticket.type === 'deposit' ? 'depositPaid' : 'balancePaid'
  return { stage, depositFen, balanceFen: buyerPaysFen - depositFen, balanceDueAt: null }
}

const promisedOf = ({ deliverFrom, deliverBy, slot }: Ticket): CanonicalOrder['promised'] =>
  deliverFrom === null && deliverBy === null && slot === null ? null : { shipBy: null, deliverFrom, deliverBy, slot }

const carriedOut = (ticket: Ticket, orderId: string, carried: readonly TicketLine[]): CanonicalOrder['shipments'] =>
  carried.length === 0
    ? []
    : [
        {
          shipmentId: `${orderId}-carried`,
          carrier: null,
          waybill: null,
          shippedAt: ticket.saleTime,
          lines: carried.map(({ lineNo, qty, sns }) => ({ lineId: lineNo, quantity: qty, serialNumbers: sns })),
        },
      ]
