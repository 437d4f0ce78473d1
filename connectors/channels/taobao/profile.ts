import type { Bearer } from '../../../domain/shared/fields.ts'

/**
 * Who pays what Taobao and Tmall do not attribute. Promotions on a trade are made with the merchant's own tools unless the trade says
 * otherwise by `platform_subsidy_fee` or `gov_subsidy`; the payload never names the bearer of a promotion.
 */
export const promotionBearer: Bearer = 'merchant'
