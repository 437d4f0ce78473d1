import { fetchAreaSkus } from '../api/stock.ts'
import { count } from '../format/money.ts'
import { t } from '../language/language.ts'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { address, replaceQuery } from '../state/address.ts'
import { allPages } from './all-pages.ts'
import { CountsCells, CountsHead, CountsStrip, totalOf } from './counts.tsx'
import { matching } from './matching.ts'
import { useStock } from './moment.ts'
import { SkuCell } from './sku-cell.tsx'
import { SkuSearch } from './sku-search.tsx'

/** Every SKU, all its locations together. */
export function SkusView() {
  const { find = '' } = address.value.query
  const all = useStock('skus', ['stock-by-area'], (asOf, signal) =>
    allPages((after) => fetchAreaSkus({ level: 'country', after, asOf }, 200, signal)),
  )
  if (all.failure !== null && all.value === undefined) return <FailureNotice failure={all.failure} retry={all.reload} />
  if (all.value === undefined) return <Notice title={t('正在读取…', 'Loading…')} />
  const found = matching(all.value.items, find)
  return (
    <>
      <SkuSearch value={find} onChange={(typed) => replaceQuery({ find: typed })} />
      <CountsStrip counts={totalOf(found)} />
      {found.length === 0 ? (
        <Notice title={t('没有符合的 SKU', 'No SKU matches')}>
          <p>{t('试试更短的词，或只填编码的一部分。', 'Try fewer words, or a part of the code.')}</p>
        </Notice>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">SKU</th>
              <th scope="col" class="wide-only">
                {t('类目 · 品牌', 'Category · brand')}
              </th>
              <th scope="col" class="number wide-only">
                {t('地点数', 'Locations')}
              </th>
              <CountsHead />
            </tr>
          </thead>
          <tbody>
            {found.map((each) => (
              <tr key={each.sku} class="row">
                <SkuCell sku={each.sku} />
                <td class="wide-only">
                  {each.category} · {each.brand}
                </td>
                <td class="number wide-only">{count(each.locations)}</td>
                <CountsCells counts={each} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!all.value.complete && <Notice tone="warn" title={t('SKU 过多，只列出前一部分', 'There are more SKUs than are listed')} />}
    </>
  )
}
