import type { Bearer } from '../../../domain/shared/fields.ts'

/**
 * `capital_free_discount` lets the leader of a group have the goods for nothing. Pinduoduo does not say who pays for it; it is a promotion a
 * merchant sets up for its own goods, so it counts as the merchant's.
 */
export const groupLeaderDiscountBearer: Bearer = 'merchant'
