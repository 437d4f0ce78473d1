import { type Cell, type Counts, fetchCells } from '../api/stock.ts'
import { t } from '../language/language.ts'
import { word } from '../language/words.ts'
import { locationHref } from '../parts/links.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { locationName, locations } from '../state/catalogue.ts'
import { allPages } from './all-pages.ts'
import { CountsCells, CountsHead, totalOf } from './counts.tsx'
import { shownMoment, useStock } from './moment.ts'

/** The locations of one city, each with what it has of all SKUs together. */
export function AreaLocations({ area }: { area: string }) {
  const cells = useStock(area, ['stock-map'], (asOf, signal) => allPages((after) => fetchCells({ area, after, asOf }, 200, signal)))
  if (cells.failure !== null && cells.value === undefined) return <FailureNotice failure={cells.failure} retry={cells.reload} />
  if (cells.value === undefined) return <Notice title={t('正在读取…', 'Loading…')} />
  const totals = byLocation(cells.value.items)
  return (
    <>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t('地点', 'Location')}</th>
            <CountsHead />
          </tr>
        </thead>
        <tbody>
          {[...totals].map(([location, counts]) => (
            <tr key={location} class="row">
              <th scope="row">
                <a href={locationHref(location, shownMoment())}>{locationName(location)}</a>
                <span class="under">{word(locations.value.get(location)?.kind ?? '')}</span>
              </th>
              <CountsCells counts={counts} />
            </tr>
          ))}
        </tbody>
      </table>
      {!cells.value.complete && (
        <Notice
          tone="warn"
          title={t('库存明细过多，以上合计只含前一部分', 'There are more entries than were read: these totals are partial')}
        />
      )}
    </>
  )
}

function byLocation(cells: readonly Cell[]): ReadonlyMap<string, Counts> {
  const groups = Map.groupBy(cells, ({ location }) => location)
  return new Map([...groups].map(([location, group]) => [location, totalOf(group)]))
}
