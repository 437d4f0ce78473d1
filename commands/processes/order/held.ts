/** A promise as it was made. */
export interface Promised {
  readonly reservationId: string
  readonly lineId: string
  readonly sku: string
  readonly location: string
  readonly locationRegionPath: readonly string[]
  /** Units promised when it was made. */
  readonly quantity: number
}

/** A promise the order was given, as its location has it now. */
export interface Held extends Promised {
  /** Units not released: still promised, or gone with a shipment. */
  readonly valid: number
  /** Units of them that have not left. */
  readonly open: number
}

/** Category and brand of a SKU. */
export type SkuFacts = (sku: string) => { readonly category: string; readonly brand: string }
