import type { Bearer } from '../../../domain/shared/fields.ts'

/**
 * Douyin tells who issued a promotion and who bears it; only the bearer counts. Where an old order shows no costs, the issuer is taken for
 * the bearer.
 */
export const issuers: Readonly<Record<string, Bearer>> = {
  promotion_shop_amount: 'merchant',
  promotion_platform_amount: 'platform',
  promotion_talent_amount: 'creator',
}

/** Campaign by which the price is reduced for the national subsidy: the money is the government's, whoever advances it. */
export const subsidyCampaign = '416'
