import { useEffect, useState } from 'preact/hooks'
import { counted, t } from '../language/language.ts'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Bilingual } from '../parts/text.tsx'
import { screens } from '../shell/screens.ts'
import { address, hashOf } from '../state/address.ts'
import { FilterBar } from './filter-bar.tsx'
import { type Filters, filtersOf } from './filters.ts'
import { OrderRow } from './order-row.tsx'
import { StatusTabs } from './status-tabs.tsx'
import { mostRows, pageSize, useOrders } from './use-orders.ts'

export function OrdersScreen() {
  const filters = filtersOf(address.value.query)
  const question = JSON.stringify(filters)
  const [rows, setRows] = useState(pageSize)
  useEffect(() => setRows(pageSize), [question])
  const { value, failure, loading, reload } = useOrders(filters, rows)
  return (
    <section aria-labelledby="title">
      <div class="head">
        <h1 id="title">
          <Bilingual name={screens.orders} />
        </h1>
        <p class="head-note">{t('新单在前，随台账实时更新', 'newest first, follows the ledger')}</p>
      </div>
      <StatusTabs filters={filters} />
      <FilterBar filters={filters} />
      {failure !== null && <FailureNotice failure={failure} retry={reload} />}
      {value !== undefined && (failure === null || failure.kind === 'unreachable' || failure.code === 'BEHIND') && (
        <>
          {value.items.length === 0 ? <NoOrders filters={filters} /> : <OrderTable shown={value} loading={loading} />}
          <More count={value.items.length} more={value.more} loading={loading} onMore={() => setRows(rows + pageSize * 2)} />
        </>
      )}
      {value === undefined && failure === null && <Notice title={t('正在读取…', 'Loading…')} />}
    </section>
  )
}

const OrderTable = ({ shown, loading }: { shown: NonNullable<ReturnType<typeof useOrders>['value']>; loading: boolean }) => (
  <table class={loading ? 'table table-orders table-loading' : 'table table-orders'} aria-busy={loading}>
    <thead>
      <tr>
        <th scope="col" class="wide-only">
          {t('下单时间', 'Placed')}
        </th>
        <th scope="col" class="wide-only">
          {t('渠道 · 店铺', 'Channel · shop')}
        </th>
        <th scope="col">{t('订单号', 'Order')}</th>
        <th scope="col" class="wide-only">
          {t('买家 · 地区', 'Buyer · region')}
        </th>
        <th scope="col" class="wide-only">
          {t('商品', 'Items')}
        </th>
        <th scope="col">{t('状态', 'Status')}</th>
        <th scope="col" class="number">
          {t('买家应付', 'Buyer pays')}
        </th>
        <th scope="col" class="number wide-only">
          {t('商家应收', 'Receivable')}
        </th>
      </tr>
    </thead>
    <tbody>
      {shown.items.map((order) => (
        <OrderRow key={order.orderId} order={order} changed={shown.changed.has(order.orderId)} />
      ))}
    </tbody>
  </table>
)

const More = ({ count, more, loading, onMore }: { count: number; more: boolean; loading: boolean; onMore: () => void }) => {
  if (count === 0) return null
  return (
    <div class="more">
      <span>{t(`已显示 ${count} 单`, `${counted(count, 'order', 'orders')} shown`)}</span>
      {more && count < mostRows && (
        <button type="button" class="button" disabled={loading} onClick={onMore}>
          {t('再看更多', 'Show more')}
        </button>
      )}
      {more && count >= mostRows && <span>{t('更早的订单请用下单时间筛选', 'For earlier orders filter by time')}</span>}
      {!more && <span>{t('没有更多了', 'No more')}</span>}
    </div>
  )
}

const NoOrders = ({ filters }: { filters: Filters }) =>
  Object.keys(filters).length === 0 ? (
    <Notice title={t('还没有订单', 'There are no orders yet')}>
      <p>
        {t('把渠道报文发到', 'Send messages of a channel to')} <code>POST /v1/channel-orders/:channel</code>
        {t('，或运行 ', ', or run ')}
        <code>npm run demo</code>
        {t(' 查看演示数据。', ' to see a sale day.')}
      </p>
    </Notice>
  ) : (
    <Notice title={t('没有符合条件的订单', 'No order matches')}>
      <p>
        {t(
          '放宽或清除筛选条件；买家姓名与手机号需要完整填写，或只填手机后四位。',
          'Widen or clear the filters; names and phones are found whole, or by the last four digits.',
        )}
      </p>
      <a class="button" href={hashOf(['orders'])}>
        {t('清除全部', 'Clear all')}
      </a>
    </Notice>
  )
