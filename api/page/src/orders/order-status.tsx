import type { Order } from '../api/orders.ts'
import { nameIn, t } from '../language/language.ts'
import { holdNames, payNames, statusNames } from '../language/words.ts'
import { Badge } from '../parts/text.tsx'

type Told = Pick<
  Order,
  'status' | 'payStatus' | 'holdReasons' | 'openExceptions' | 'isPresale' | 'cashOnDelivery' | 'hasRemarks' | 'afterSalesIds'
>

/** The one word, why it is held, and what else someone should know. */
export function OrderStatus({ order, full = false }: { order: Told; full?: boolean }) {
  const { status, payStatus, holdReasons, openExceptions, isPresale, cashOnDelivery, hasRemarks, afterSalesIds } = order
  const isRefund = payStatus === 'partRefunded' || payStatus === 'refunded'
  return (
    <span class="badges">
      <Badge tone={statusNames[status].tone}>{nameIn(statusNames[status])}</Badge>
      {(full || isRefund) && <Badge tone={payNames[payStatus].tone}>{nameIn(payNames[payStatus])}</Badge>}
      {holdReasons.map((reason) => (
        <Badge key={reason} tone="bad">
          {nameIn(holdNames[reason])}
        </Badge>
      ))}
      {openExceptions.length > 0 && <Badge tone="bad">{`${t('异常', 'exception')} ${openExceptions.length}`}</Badge>}
      {isPresale && <Badge tone="quiet">{t('预售', 'presale')}</Badge>}
      {cashOnDelivery && <Badge tone="quiet">{t('货到付款', 'COD')}</Badge>}
      {afterSalesIds.length > 0 && <Badge tone="quiet">{t('售后', 'after-sales')}</Badge>}
      {hasRemarks && <Badge tone="quiet">{t('备注', 'remarks')}</Badge>}
    </span>
  )
}
