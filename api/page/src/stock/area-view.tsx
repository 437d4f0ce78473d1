import { useEffect } from 'preact/hooks'
import { type AreaTotal, fetchSummary } from '../api/stock.ts'
import { t } from '../language/language.ts'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { address } from '../state/address.ts'
import { divisionName, loadDivisions, pathOfArea } from '../state/divisions.ts'
import type { Loaded } from '../state/load.ts'
import { AreaLocations } from './area-locations.tsx'
import { CountsCells, CountsHead, CountsStrip, totalOf } from './counts.tsx'
import { Crumbs } from './crumbs.tsx'
import { stockHref, useStock } from './moment.ts'
import { metricOf, TileMap } from './tile-map.tsx'

const country = 'CN'

/** From the country down to the locations of a city, with the map of the provinces beside. */
export function AreaView() {
  const { area = country, metric } = address.value.query
  const path = pathOfArea(area)
  const provinces = useSummary(country)
  const inside = useSummary(area)
  useEffect(() => void loadDivisions(), [])
  const byArea = new Map(provinces.value?.map((each) => [each.area, each]))
  const total = provinces.value === undefined ? undefined : area === country ? provinces.value : inside.value
  return (
    <div class="stock-columns">
      <TileMap
        byArea={byArea}
        metric={metricOf(metric)}
        current={path[0] ?? ''}
        hrefOf={(province) => stockHref([], { area: province, metric })}
      />
      <div class="stock-table">
        <Crumbs path={path} />
        {inside.failure !== null && <FailureNotice failure={inside.failure} retry={inside.reload} />}
        {total !== undefined && <CountsStrip counts={totalOf(total)} />}
        {path.length < 2 ? <AreaTable areas={inside} metric={metric} /> : <AreaLocations area={area} />}
      </div>
    </div>
  )
}

const useSummary = (area: string): Loaded<readonly AreaTotal[]> =>
  useStock(area, ['stock-by-area', 'stock-map'], (asOf, signal) => fetchSummary(area, asOf, signal))

const AreaTable = ({ areas: { value, failure }, metric }: { areas: Loaded<readonly AreaTotal[]>; metric: string | undefined }) => {
  if (value === undefined) return failure === null ? <Notice title={t('正在读取…', 'Loading…')} /> : null
  if (value.length === 0) {
    return (
      <Notice title={t('这里还没有库存', 'There is no stock here yet')}>
        <p>{t('入库后会自动出现。', 'It appears by itself once something is received.')}</p>
      </Notice>
    )
  }
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('地区', 'Area')}</th>
          <CountsHead />
        </tr>
      </thead>
      <tbody>
        {[...value]
          .sort((one, other) => other[metricOf(metric)] - one[metricOf(metric)])
          .map((each) => (
            <tr key={each.area} class="row">
              <th scope="row">
                <a href={stockHref([], { area: each.area, metric })}>
                  {pathOfArea(each.area).length === 1 ? divisionName(each.area) : each.name}
                </a>
              </th>
              <CountsCells counts={each} />
            </tr>
          ))}
      </tbody>
    </table>
  )
}
