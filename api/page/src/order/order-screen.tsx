import { fetchOrder, fetchTimeline, type Order, type Timeline as Told } from '../api/orders.ts'
import { t } from '../language/language.ts'
import { channelWord } from '../language/words.ts'
import { OrderStatus } from '../orders/order-status.tsx'
import { AsOf } from '../parts/as-of.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Instant } from '../parts/text.tsx'
import { address, lastList, replaceQuery } from '../state/address.ts'
import { shopName } from '../state/catalogue.ts'
import { useChanges } from '../state/live.ts'
import { useLoaded } from '../state/load.ts'
import { LinesPanel } from './lines-panel.tsx'
import { wasKnown } from './moment.ts'
import { paymentsOf, refundsOf } from './money-facts.ts'
import { PaymentsPanel, ReceivablePanel } from './money-panel.tsx'
import { FulfilmentsPanel, PartiesPanel } from './parties-panel.tsx'
import { receivableOf } from './receivable.ts'
import { Timeline } from './timeline.tsx'

const setMoment = (asOf: string): void => replaceQuery({ asOf })

export function OrderScreen({ orderId }: { orderId: string }) {
  const asOf = address.value.query.asOf ?? ''
  const order = useLoaded(`${orderId}@${asOf}`, (signal) => fetchOrder(orderId, asOf || undefined, signal), orderId)
  const timeline = useLoaded(orderId, (signal) => fetchTimeline(orderId, signal))
  const reload = (): void => {
    order.reload()
    timeline.reload()
  }
  useChanges(['order-pool'], reload, [orderId])

  const notThere = order.failure?.code === 'ORDER_UNKNOWN' && asOf !== '' && timeline.value !== undefined
  return (
    <article class="order" aria-labelledby="title">
      <OrderHead orderId={orderId} order={order.value} />
      <div class={asOf === '' ? 'as-of-bar' : 'as-of-bar as-of-bar-past'}>
        <AsOf value={asOf} onChange={setMoment} />
        {asOf !== '' && (
          <p class="as-of-note" role="status">
            {t('显示的是台账当时所知的订单', 'The order as the ledger knew it then')}
          </p>
        )}
      </div>
      {notThere ? (
        <Notice title={t('那时还没有这个订单', 'The order did not exist then')} />
      ) : (
        order.failure !== null && <FailureNotice failure={order.failure} retry={order.reload} />
      )}
      <div class="order-columns">
        <div class="order-facts">
          {order.value !== undefined && !notThere && <OrderFacts order={order.value} told={timeline.value} asOf={asOf} />}
        </div>
        {timeline.value !== undefined && (
          <Timeline events={timeline.value.events} more={timeline.value.more} asOf={asOf} onMoment={setMoment} />
        )}
        {timeline.failure !== null && order.failure === null && <FailureNotice failure={timeline.failure} retry={timeline.reload} />}
      </div>
    </article>
  )
}

const OrderHead = ({ orderId, order }: { orderId: string; order: Order | undefined }) => (
  <header class="order-head">
    <a class="back" href={lastList.value}>
      ← {t('订单池', 'Order pool')}
    </a>
    <div class="order-title">
      <h1 id="title">{order?.channelOrderId ?? orderId}</h1>
      {order !== undefined && <OrderStatus order={order} full />}
    </div>
    {order !== undefined && (
      <p class="order-sub">
        {channelWord(order.channel)} · {shopName(order.channel, order.shop)}
        {order.placedAt !== null && (
          <>
            {' · '}
            {t('下单', 'placed')} <Instant at={order.placedAt} />
          </>
        )}
        <span class="order-id mono">{order.orderId}</span>
      </p>
    )}
  </header>
)

function OrderFacts({ order, told, asOf }: { order: Order; told: Told | undefined; asOf: string }) {
  const known = told?.events.filter((event) => wasKnown(event, asOf)) ?? []
  const receivable = receivableOf(known)
  return (
    <>
      {receivable !== null && <ReceivablePanel receivable={receivable} />}
      <LinesPanel lines={order.lines} charged={receivable?.lines ?? []} />
      <div class="panel-pair">
        <PaymentsPanel payments={paymentsOf(known)} refunds={refundsOf(known)} capturedFen={order.capturedFen} dueFen={order.dueFen} />
        <FulfilmentsPanel order={order} />
      </div>
      <PartiesPanel order={order} />
    </>
  )
}
