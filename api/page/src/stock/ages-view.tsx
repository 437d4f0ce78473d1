import { type AgedStock, fetchAges } from '../api/stock.ts'
import { counted, t } from '../language/language.ts'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Count } from '../parts/text.tsx'
import { address, withQuery } from '../state/address.ts'
import { allPages } from './all-pages.ts'
import { useStock } from './moment.ts'
import { SkuCell } from './sku-cell.tsx'

/** How long nothing may have sold for it to be listed; everything at first. */
const idleChoices = ['', '30', '90', '180'] as const

const bucketName = ({ fromDays, toDays }: AgedStock['buckets'][number]): string =>
  toDays === null ? t(`${fromDays} 天以上`, `${fromDays} days on`) : t(`${fromDays}–${toDays} 天`, `${fromDays}–${toDays} days`)

const days = (value: number | null) => (value === null ? <span class="none">—</span> : t(`${value} 天`, counted(value, 'day', 'days')))

/** How long the units of each SKU have lain, all locations together: what has not sold for longest comes first. */
export function AgesView() {
  const { idle = '' } = address.value.query
  const ages = useStock(`ages-${idle}`, ['stock-ages'], (asOf, signal) =>
    allPages((after) => fetchAges({ level: 'all', idleDays: idle === '' ? undefined : idle, after, asOf }, 200, signal)),
  )
  if (ages.failure !== null && ages.value === undefined) return <FailureNotice failure={ages.failure} retry={ages.reload} />
  if (ages.value === undefined) return <Notice title={t('正在读取…', 'Loading…')} />
  const { items, complete } = ages.value
  return (
    <>
      <ul class="cards">
        {idleChoices.map((choice) => (
          <li key={choice}>
            <a class="card" href={withQuery({ idle: choice })} aria-current={choice === idle ? 'true' : undefined}>
              <span class="card-name">
                {choice === '' ? t('全部在库', 'All in stock') : t(`${choice} 天未动销`, `Not sold for ${choice} days`)}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {items.length === 0 ? (
        <Notice title={t('没有这样的库存', 'There is no such stock')} />
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">SKU</th>
              <th scope="col" class="number">
                {t('现货', 'On hand')}
              </th>
              {items[0]!.buckets.map((bucket) => (
                <th key={bucket.fromDays} scope="col" class="number wide-only">
                  {bucketName(bucket)}
                </th>
              ))}
              <th scope="col" class="number wide-only">
                {t('最老', 'Oldest')}
              </th>
              <th scope="col" class="number">
                {t('未动销', 'Not sold for')}
              </th>
              <th scope="col" class="number wide-only">
                {t('近 13 周售出', 'Sold in 13 weeks')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((age) => (
              <tr key={age.sku} class="row">
                <SkuCell sku={age.sku} />
                <td class="number">
                  <Count units={age.onHand} />
                </td>
                {age.buckets.map(({ fromDays, units }) => (
                  <td key={fromDays} class="number wide-only">
                    <Count units={units} />
                  </td>
                ))}
                <td class="number wide-only">{days(age.oldestDays)}</td>
                <td class="number">{days(age.idleDays)}</td>
                <td class="number wide-only">
                  <Count units={age.soldUnits} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!complete && <Notice tone="warn" title={t('SKU 过多，只列出前一部分', 'There are more SKUs than are listed')} />}
    </>
  )
}
