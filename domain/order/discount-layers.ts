import type { Discount } from '../channel/canonical.ts'

/**
 * The fixed order in which discounts are taken off: item price change, item discount, full reduction, merchant's coupons,
 * platform, creator, payment channel and bank, recycler, government, and rounding of what is left.
 */
export function layerOf({ instrument, bearer }: Pick<Discount, 'instrument' | 'bearer'>): number {
  switch (instrument) {
    case 'priceChange':
      return 0
    case 'itemDiscount':
    case 'memberPrice':
      return 1
    case 'fullReduction':
      return 2
    case 'rounding':
      return 9
    default:
      return layerOfBearer[bearer]
  }
}

const layerOfBearer = { merchant: 3, platform: 4, creator: 5, paymentChannel: 6, bank: 6, recycler: 7, government: 8 } as const
