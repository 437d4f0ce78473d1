import { useEffect } from 'preact/hooks'
import { fetchSkuStock, type SkuStock } from '../api/stock.ts'
import { t } from '../language/language.ts'
import { AsOf } from '../parts/as-of.tsx'
import { locationHref } from '../parts/links.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { address, hashOf, replaceQuery } from '../state/address.ts'
import { locationName, skuName, skus } from '../state/catalogue.ts'
import { divisionName, loadDivisions } from '../state/divisions.ts'
import { useChanges } from '../state/live.ts'
import { useLoaded } from '../state/load.ts'
import { CountsCells, CountsHead, CountsStrip, totalOf } from './counts.tsx'
import { Shares, sharesOf } from './shares.tsx'
import { metricOf, TileMap } from './tile-map.tsx'

/** One SKU across all locations, as it is or as it stood. */
export function SkuView({ sku }: { sku: string }) {
  const { asOf = '', metric } = address.value.query
  const stock = useLoaded(`${sku}@${asOf}`, (signal) => fetchSkuStock(sku, asOf || undefined, signal), sku)
  useChanges(asOf === '' ? ['stock-map'] : [], stock.reload)
  useEffect(() => void loadDivisions(), [])
  const known = skus.value.get(sku)
  return (
    <>
      <nav class="crumbs" aria-label={t('位置', 'Where you are')}>
        <ol>
          <li>
            <a href={hashOf(['stock', 'sku'])}>{t('全部 SKU', 'All SKUs')}</a>
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
      <div class={asOf === '' ? 'as-of-bar' : 'as-of-bar as-of-bar-past'}>
        <AsOf value={asOf} onChange={(moment) => replaceQuery({ asOf: moment })} />
        {asOf !== '' && (
          <p class="as-of-note" role="status">
            {t('显示的是台账当时所知的库存', 'The stock as the ledger knew it then')}
          </p>
        )}
      </div>
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
      <TileMap byArea={provinces} metric={metricOf(metric)} current="" hrefOf={(area) => hashOf(['stock'], { area, metric })} />
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
                  <a href={locationHref(cell.location)}>{locationName(cell.location)}</a>
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
