import type { Order } from '../api/orders.ts'
import { t } from '../language/language.ts'
import { channelWord } from '../language/words.ts'
import { orderHref } from '../parts/links.tsx'
import { Instant, Money, Personal } from '../parts/text.tsx'
import { shopName } from '../state/catalogue.ts'
import { OrderStatus } from './order-status.tsx'

export const OrderRow = ({ order, changed }: { order: Order; changed: boolean }) => (
  <tr class={changed ? 'row row-changed' : 'row'} data-order={order.orderId}>
    <td class="cell-time wide-only">{order.placedAt === null ? <span class="none">—</span> : <Instant at={order.placedAt} short />}</td>
    <td class="wide-only">
      <span class="strong">{channelWord(order.channel)}</span>
      <span class="under">{shopName(order.channel, order.shop)}</span>
    </td>
    <th scope="row" class="cell-id">
      <a class="id-link" href={orderHref(order.orderId)} title={order.orderId}>
        {order.channelOrderId}
      </a>
      <span class="under narrow-only clip">{order.lines[0]?.title}</span>
      <span class="under narrow-only">
        {channelWord(order.channel)} {order.placedAt !== null && <Instant at={order.placedAt} short />}
      </span>
    </th>
    <td class="wide-only cell-buyer">{order.buyer === null ? <span class="none">—</span> : <Buyer order={order} />}</td>
    <td class="wide-only cell-items">
      <Items order={order} />
    </td>
    <td class="cell-status">
      <OrderStatus order={order} />
    </td>
    <td class="number">
      <Money fen={order.buyerFen + order.otherChargesFen} />
      {order.refundedFen > 0 && (
        <span class="under refunded">
          {t('退', 'refunded')} <Money fen={order.refundedFen} />
        </span>
      )}
    </td>
    <td class="number wide-only">
      <Money fen={order.receivableFen} />
    </td>
  </tr>
)

/** Name and phone where they are known; that they are sealed is said once. */
const Buyer = ({ order: { buyer, regionName } }: { order: Order }) => {
  const known = [buyer?.name ?? null, buyer?.phone ?? null].filter((text) => text !== null)
  const sealed = known.find((text) => typeof text !== 'string')
  return (
    <>
      <span>{sealed === undefined ? known.join(' ') || '—' : <Personal text={sealed} />}</span>
      <span class="under">{regionName}</span>
    </>
  )
}

function Items({ order: { lines } }: { order: Order }) {
  const goods = lines.filter(({ kind }) => kind !== 'freight')
  const [first] = goods
  if (first === undefined) return <span class="none">—</span>
  return (
    <>
      <span class="clip" title={first.title}>
        {first.title}
      </span>
      <span class="under">
        <span class="mono">{first.sku ?? ''}</span> × {first.quantity - first.cancelled}
        {first.cancelled > 0 && ` (${t('原', 'of')} ${first.quantity})`}
        {goods.length > 1 && ` · ${t(`等 ${goods.length} 行`, `${goods.length} lines`)}`}
      </span>
    </>
  )
}
