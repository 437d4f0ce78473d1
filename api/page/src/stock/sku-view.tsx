import { useEffect } from 'preact/hooks'
import { fetchSkuStock, type SkuStock } from '../api/stock.ts'
import { t } from '../language/language.ts'
import { locationHref } from '../parts/links.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { address } from '../state/address.ts'
import { locationName, skuName, skus } from '../state/catalogue.ts'
import { divisionName, loadDivisions } from '../state/divisions.ts'
import { CountsCells, CountsHead, CountsStrip, totalOf } from './counts.tsx'
import { shownMoment, stockHref, useStock } from './moment.ts'
import { Shares, sharesOf } from './shares.tsx'
import { metricOf, TileMap } from './tile-map.tsx'

/** One SKU across all locations, as it is or as it stood. */
export function SkuView({ sku }: { sku: string }) {
  const { metric } = address.value.query
  const stock = useStock(sku, ['stock-map'], (asOf, signal) => fetchSkuStock(sku, asOf, signal))
  useEffect(() => void loadDivisions(), [])
  const known = skus.value.get(sku)
  return (
    <>
      <nav class="crumbs" aria-label={t('位置', 'Where you are')}>
        <ol>
          <li>
            <a href={stockHref(['sku'])}>{t('全部 SKU', 'All SKUs')}</a>
          </li>
          <li>
            <span aria-current="page">{skuName(sku)}</span>
          </li>
        </ol>
      </nav>
      <p class="hint">
        <span class="mono">{sku}</span>
        {known !== undefined && ` · ${known.category} · ${known.brand}${known.model === null ? '' : ` · ${known.model}`}`}
      </p>
      {stock.failure !== null && <FailureNotice failure={stock.failure} retry={stock.reload} />}
      {stock.value === undefined && stock.failure === null && <Notice title={t('正在读取…', 'Loading…')} />}
      {stock.value !== undefined && <SkuStockView stock={stock.value} metric={metric} />}
    </>
  )
}

const SkuStockView = ({ stock: { locations, areas }, metric }: { stock: SkuStock; metric: string | undefined }) => {
  const provinces = new Map(areas.filter(({ level }) => level === 'province').map((each) => [each.area, each]))
  if (locations.length === 0) return <Notice title={t('这个 SKU 没有库存记录', 'No stock of this SKU was ever recorded')} />
  return (
    <div class="stock-columns">
      <TileMap byArea={provinces} metric={metricOf(metric)} current="" hrefOf={(area) => stockHref([], { area, metric })} />
      <div class="stock-table">
        <CountsStrip counts={totalOf(locations)} />
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('地点', 'Location')}</th>
              <th scope="col" class="wide-only">
                {t('地区', 'Area')}
              </th>
              <CountsHead />
            </tr>
          </thead>
          <tbody>
            {locations.map((cell) => (
              <tr key={cell.location} class="row">
                <th scope="row">
                  <a href={locationHref(cell.location, shownMoment())}>{locationName(cell.location)}</a>
                </th>
                <td class="wide-only">{cell.regionPath.slice(0, 2).map(divisionName).join(' ')}</td>
                <CountsCells counts={cell} />
              </tr>
            ))}
          </tbody>
        </table>
        <Shares shares={sharesOf(locations)} />
      </div>
    </div>
  )
}
