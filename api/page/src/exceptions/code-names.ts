import { chineseOf } from '../language/errors.ts'
import { language, type Name, nameIn } from '../language/language.ts'

/** Why a message could not be taken further, in a word, for those codes that are common. */
export const codeNames: Readonly<Record<string, Name>> = {
  UNPARSABLE: { zh: '无法解析', en: 'Cannot be read' },
  SUM_BROKEN: { zh: '金额不平', en: 'Broken sum' },
  UNKNOWN_LISTING: { zh: '未知铺货', en: 'Unknown listing' },
  UNKNOWN_SHOP: { zh: '未知店铺', en: 'Unknown shop' },
  LOCATION_UNKNOWN: { zh: '未知地点', en: 'Unknown location' },
  REFUND_EXCEEDS_CAPTURED: { zh: '退款超过实收', en: 'Refund exceeds captured' },
  QUANTITY_EXCEEDED: { zh: '数量超出', en: 'Too many units' },
  WMS_CONFIRM_DIFFERS: { zh: '发货确认不符', en: 'Confirm differs' },
  WMS_STOCK_UNCLEAR: { zh: '异动不明', en: 'Movement unclear' },
  PAYMENT_DIFFERS: { zh: '支付不一致', en: 'Payment differs' },
}

export const codeWord = (code: string): string => {
  const name = Object.hasOwn(codeNames, code) ? codeNames[code] : undefined
  if (name !== undefined) return nameIn(name)
  return (language.value === 'zh' ? chineseOf(code)?.title : undefined) ?? code
}
