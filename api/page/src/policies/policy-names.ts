import type { PolicyKindName } from '../../../../domain/policy/kinds.ts'
import type { Name } from '../language/language.ts'

/** Every kind of policy, in the order in which an order meets them. */
export const kindNames: Readonly<Record<PolicyKindName, Name>> = {
  promotion: { zh: '促销', en: 'Promotion' },
  audit: { zh: '审单', en: 'Audit' },
  sourcing: { zh: '寻源', en: 'Sourcing' },
  tariff: { zh: '运费', en: 'Tariff' },
  'store-accept': { zh: '接单时限', en: 'Time to accept' },
  wms: { zh: '仓储系统', en: 'Warehouse systems' },
  'channel-stock': { zh: '渠道库存', en: 'Stock of channels' },
  'channel-connection': { zh: '渠道对接', en: 'Connections of channels' },
  transport: { zh: '运输时效', en: 'Transport' },
  installation: { zh: '送装', en: 'Installation' },
  'after-sales': { zh: '售后', en: 'After-sales' },
}

export const kinds = Object.keys(kindNames) as readonly PolicyKindName[]
