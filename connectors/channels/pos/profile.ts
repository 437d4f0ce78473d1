import type { Bearer } from '../../../domain/shared/fields.ts'

/** A voucher is redeemed at the cost of whoever issued it: the tender says who, and without a word it is the merchant's own. */
export const voucherBearer: Bearer = 'merchant'

/** A promotion at the till is the merchant's unless the line says otherwise. */
export const promotionBearer: Bearer = 'merchant'
