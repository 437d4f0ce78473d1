import { useEffect, useState } from 'preact/hooks'
import { fetchCells } from '../api/stock.ts'
import { t } from '../language/language.ts'
import { word } from '../language/words.ts'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { locationName, locations } from '../state/catalogue.ts'
import { loadDivisions } from '../state/divisions.ts'
import { allPages } from './all-pages.ts'
import { CountsCells, CountsHead, CountsStrip, totalOf } from './counts.tsx'
import { Crumbs } from './crumbs.tsx'
import { matching } from './matching.ts'
import { useStock } from './moment.ts'
import { SkuCell } from './sku-cell.tsx'
import { SkuSearch } from './sku-search.tsx'

/** Every SKU of one location. */
export function LocationView({ location }: { location: string }) {
  const cells = useStock(location, ['stock-map'], (asOf, signal) => allPages((after) => fetchCells({ location, after, asOf }, 200, signal)))
  const [wanted, setWanted] = useState('')
  useEffect(() => void loadDivisions(), [])
  const known = locations.value.get(location)
  const path = (known?.region.path ?? cells.value?.items[0]?.regionPath ?? []).slice(0, 2)
  return (
    <>
      <Crumbs path={path} last={locationName(location)} />
      {known !== undefined && (
        <p class="hint">
          <span class="mono">{location}</span> · {word(known.kind)} · {known.region.name}
        </p>
      )}
      {cells.failure !== null && <FailureNotice failure={cells.failure} retry={cells.reload} />}
      {cells.value === undefined && cells.failure === null && <Notice title={t('正在读取…', 'Loading…')} />}
      {cells.value !== undefined && (
        <>
          <CountsStrip counts={totalOf(cells.value.items)} />
          <SkuSearch value={wanted} onChange={setWanted} />
          <table class="table">
            <thead>
              <tr>
                <th scope="col">SKU</th>
                <th scope="col" class="wide-only">
                  {t('类目 · 品牌', 'Category · brand')}
                </th>
                <CountsHead />
              </tr>
            </thead>
            <tbody>
              {matching(cells.value.items, wanted).map((cell) => (
                <tr key={cell.sku} class="row">
                  <SkuCell sku={cell.sku} />
                  <td class="wide-only">
                    {cell.category} · {cell.brand}
                  </td>
                  <CountsCells counts={cell} />
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  )
}
