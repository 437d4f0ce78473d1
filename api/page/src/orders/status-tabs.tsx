import { orderStatuses } from '../../../../projections/order-pool/document.ts'
import { fetchOrderCounts } from '../api/orders.ts'
import { nameIn, t } from '../language/language.ts'
import { statusNames } from '../language/words.ts'
import { Tabs } from '../parts/links.tsx'
import { withQuery } from '../state/address.ts'
import { useChanges } from '../state/live.ts'
import { useLoaded } from '../state/load.ts'
import { countText, totalText } from './counts.ts'
import { apiFilters, type Filters } from './filters.ts'

/** The statuses, each with how many orders the other filters leave of it. */
export function StatusTabs({ filters: { status, ...others } }: { filters: Filters }) {
  const question = JSON.stringify(others)
  const { value: counts, reload } = useLoaded(question, (signal) => fetchOrderCounts(apiFilters(others), signal), 'counts')
  useChanges(['order-pool'], reload)
  const countOf = (wanted: string): string | undefined => {
    const found = counts?.find((each) => each.status === wanted)
    return found === undefined ? undefined : countText(found)
  }
  return (
    <Tabs
      label={t('订单状态', 'Order status')}
      tabs={[
        {
          href: withQuery({ status: '' }),
          label: t('全部', 'All'),
          count: counts === undefined ? undefined : totalText(counts),
          current: status === undefined,
        },
        ...orderStatuses.map((each) => ({
          href: withQuery({ status: each }),
          label: nameIn(statusNames[each]),
          count: countOf(each),
          current: status === each,
        })),
      ]}
    />
  )
}
