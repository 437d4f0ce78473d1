import type { EventOfType } from '../../../../domain/events.ts'
import type { Name } from './language.ts'

type Decision = EventOfType<'SourcingDecided'>['data']
export type DropReason = keyof Decision['dropped']
export type CostPart = Exclude<keyof Decision['best'][number]['cost'], 'totalFen'>

/** Why a location can send nothing of an order. */
export const dropNames: { readonly [Reason in DropReason]: Name } = {
  takesNoWork: { zh: '不接单或已拒单', en: 'takes no work, or refused' },
  coverage: { zh: '不覆盖收货地', en: 'does not send there' },
  invoicingEntity: { zh: '开票主体不符', en: 'invoices for others' },
  appointment: { zh: '指定了其他地点', en: 'another one is appointed' },
  ability: { zh: '能力不足', en: 'cannot do it' },
  subsidyRegion: { zh: '未在补贴地区备案', en: 'not registered for the subsidy' },
  slot: { zh: '无可约时段', en: 'no slot' },
  stock: { zh: '库存不足', en: 'not enough stock' },
  channelQuota: { zh: '渠道配额不足', en: 'no quota for the channel' },
  tariff: { zh: '无运价', en: 'no tariff there' },
}

/** What a plan costs, and what of. */
export const costNames: { readonly [Part in CostPart]: Name } = {
  parcelFen: { zh: '快递', en: 'Parcels' },
  bulkyFen: { zh: '大件', en: 'Bulky' },
  surchargeFen: { zh: '附加费', en: 'Surcharges' },
  handlingFen: { zh: '操作', en: 'Handling' },
  latenessFen: { zh: '延迟', en: 'Lateness' },
  splitFen: { zh: '拆单', en: 'Split' },
  opportunityFen: { zh: '库存机会', en: 'Stock price' },
}
export const costParts = Object.keys(costNames) as readonly CostPart[]
