/**
 * The one form every message of a warehouse takes, whatever system it comes from. What it does not say is null or empty, never guessed.
 * Units are counted in stock SKUs of ours.
 */

/** Units of one SKU, as the warehouse counts them. */
export interface WmsUnits {
  /** Line of the order as it was sent, counted from 1; null when it does not say. */
  readonly lineNumber: number | null
  readonly sku: string
  readonly quantity: number
  readonly serialNumbers: readonly string[]
}

export interface WmsPackage {
  readonly carrier: string | null
  readonly waybill: string | null
  readonly weightGrams: number | null
  readonly units: readonly WmsUnits[]
}

/** Units left, in one or several parcels; or, with a status that says so, nothing will. */
export interface DeliveryConfirm {
  readonly kind: 'deliveryConfirm'
  readonly orderCode: string
  /** Number of the message, the same in every repeat; null when it does not say. */
  readonly messageNumber: string | null
  readonly status: string | null
  /** False: more is to come, and this tells only what is new. */
  readonly isFinal: boolean
  readonly confirmedAt: number | null
  readonly packages: readonly WmsPackage[]
  /** What left in all packages of this message together. */
  readonly lines: readonly WmsUnits[]
}

/** How far work is. */
export interface ProcessReport {
  readonly kind: 'processReport'
  readonly orderCode: string
  readonly status: string
  readonly reportedAt: number | null
}

/** Units that were asked for and are not there. */
export interface LackReport {
  readonly kind: 'lackReport'
  readonly orderCode: string
  readonly messageNumber: string | null
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
}

/** Units more (or fewer) than the ledger knows of, in sellable or in damaged condition. */
export interface StockDifference {
  readonly sku: string
  readonly isSellable: boolean
  readonly difference: number
  /** Document of the warehouse behind this line, beside that of the message. */
  readonly documentNumber: string | null
  /** Kind of order it follows from, as the warehouse codes it; null when from none. */
  readonly orderType: string | null
}

/** A count, or single movements. */
export interface StockReport {
  readonly kind: 'stockReport'
  readonly messageNumber: string | null
  readonly changedAt: number | null
  readonly items: readonly StockDifference[]
}

/** Units that came back. */
export interface ReturnConfirm {
  readonly kind: 'returnConfirm'
  readonly orderCode: string
  readonly messageNumber: string | null
  readonly confirmedAt: number | null
  readonly lines: readonly (WmsUnits & { readonly isSellable: boolean })[]
}

export type WmsMessage = DeliveryConfirm | ProcessReport | LackReport | StockReport | ReturnConfirm

export interface WmsUnreadable {
  readonly ok: false
  readonly code: 'UNPARSABLE'
  /** Names the field and says what was expected; never shows personal data. */
  readonly reason: string
  readonly details: { readonly path: string }
}

export type WmsReading = { readonly ok: true; readonly message: WmsMessage } | WmsUnreadable

/** Whom it goes to, in clear: only on its way out. */
export interface Recipient {
  readonly name: string
  readonly phone: string
  readonly address: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly town: string
}

/** What a warehouse is asked to send. */
export interface DeliveryOrder {
  readonly orderCode: string
  readonly kind: 'normal' | 'exchange' | 'resend' | 'other'
  readonly channel: string
  readonly shop: string
  readonly channelOrderId: string
  readonly cashOnDelivery: boolean
  readonly placedAt: number
  readonly createdAt: number
  readonly recipient: Recipient
  readonly lines: readonly DeliveryOrderLine[]
}

export interface DeliveryOrderLine {
  readonly lineNumber: number
  /** Order of the channel it is from: a delivery may be of several. */
  readonly channelOrderId: string
  readonly channelLineId: string
  readonly sku: string
  readonly name: string
  readonly quantity: number
  /** Of one unit. */
  readonly listFen: number
  /** What the buyer pays for all of them. */
  readonly buyerFen: number
}

/** What a warehouse is asked to take back. */
export interface ReturnOrder {
  readonly orderCode: string
  /** Order it was sent with, as the warehouse knows it; null when another system sent it. */
  readonly deliveryOrderCode: string | null
  readonly kind: 'return' | 'exchange'
  readonly waybill: string | null
  readonly createdAt: number
  readonly sender: Recipient
  readonly lines: readonly { readonly lineNumber: number; readonly sku: string; readonly name: string; readonly quantity: number }[]
}

export interface CancelOrder {
  readonly orderCode: string
  readonly kind: 'delivery' | 'return'
  readonly reason: string
}

export type WmsDocument =
  | { readonly call: 'create'; readonly delivery: DeliveryOrder }
  | { readonly call: 'createReturn'; readonly returning: ReturnOrder }
  | { readonly call: 'cancel'; readonly cancel: CancelOrder }

/**
 * What came of sending a document. `unreached`: it certainly did not get there. `unanswered`: nobody knows whether it did.
 */
export type WmsAnswer =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'refused'; readonly code: string; readonly said: string }
  | { readonly outcome: 'unreached' | 'unanswered'; readonly code: string }
