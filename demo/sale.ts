import type { Sku } from './goods.ts'
import type { Person } from './people.ts'
import type { Location } from './places.ts'
import type { Channel } from './shops.ts'

/** Who pays what of a line's list price beside the buyer, in fen for all its units. */
export interface Shares {
  /** The merchant's on this line alone. */
  readonly itemFen: number
  /** The line's part of what the merchant takes off the whole order. */
  readonly shopFen: number
  readonly platformFen: number
  readonly creatorFen: number
  readonly governmentFen: number
}

export interface Line {
  readonly lineId: string
  /** As the channel calls it. */
  readonly channelSku: string
  readonly sku: Sku
  readonly isGift: boolean
  /** Whether it is sold with a crew that comes to install it. */
  readonly installs: boolean
  readonly quantity: number
  readonly unitFen: number
  readonly shares: Shares
  /** What the buyer pays for it. */
  readonly payFen: number
  readonly serialNumbers: readonly string[]
}

/** One purchase as it truly is, whatever messages tell of it. */
export interface Sale {
  readonly number: number
  readonly channel: Channel
  readonly shop: string
  readonly orderId: string
  readonly placedAt: number
  /** Null for somebody unknown at a till. */
  readonly buyer: Person | null
  readonly lines: readonly Line[]
  readonly freightFen: number
  readonly payFen: number
  readonly depositFen: number | null
  readonly cashOnDelivery: boolean
  readonly delivery: 'ship' | 'storePickup' | 'carryOut'
  /** Where it is picked up or was sold. */
  readonly store: Location | null
  readonly creator: { readonly id: string; readonly name: string } | null
  readonly remark: string | null
  readonly waybill: string
}

export type Stage = 'unpaid' | 'depositPaid' | 'held' | 'paid' | 'shipped' | 'signed' | 'finished' | 'closedAfterPay' | 'closedUnpaid'

/** What left together, as its shop knows it. */
export interface Parcel {
  readonly shipmentId: string
  readonly waybill: string
  readonly leftAt: number
  readonly lines: readonly { readonly line: Line; readonly quantity: number }[]
}

/** What a channel says of a sale at one moment. */
export interface Version {
  readonly stage: Stage
  readonly modifiedAt: number
  /** When the channel closes it if nothing is paid. */
  readonly payBy: number
  readonly depositAt: number | null
  readonly paidAt: number | null
  readonly shippedAt: number | null
  /** Empty where nothing left, or the buyer fetches it. */
  readonly parcels: readonly Parcel[]
  readonly finishedAt: number | null
  readonly closedAt: number | null
}

export interface AfterSale {
  readonly refundId: string
  readonly kind: 'cancelBeforeShip' | 'refundOnly' | 'returnAndRefund' | 'exchange' | 'resend' | 'intercept'
  readonly status: 'requested' | 'approved' | 'onTheWay' | 'paid'
  readonly lines: readonly { readonly line: Line; readonly quantity: number }[]
  /** Goods and freight. */
  readonly refundFen: number
  readonly freightFen: number
  readonly requestedAt: number
  readonly modifiedAt: number
  readonly returnWaybill: string | null
  readonly condition: 'sellable' | 'damaged'
}

/** How a channel writes what it says. */
export interface Writer {
  order(sale: Sale, version: Version): unknown
  afterSale(sale: Sale, afterSale: AfterSale): unknown
  /** Whether one after-sales case may name several lines. */
  readonly severalLines: boolean
}

/** A channel has one number for a line, whatever it left in. */
export const waybillOf = ({ parcels }: Version, line: Line): string | null =>
  (parcels.find(({ lines }) => lines.some((each) => each.line === line)) ?? parcels[0])?.waybill ?? null
