import type { Counts } from '../api/stock.ts'
import { compact, count } from '../format/money.ts'
import { language, nameIn, t } from '../language/language.ts'
import { withQuery } from '../state/address.ts'
import { countNames } from './counts.tsx'
import { provinces, shadeOf } from './provinces.ts'

const metrics = ['availableToPromise', 'onHand', 'reserved'] as const
export type Metric = (typeof metrics)[number]
/** What tiles are shaded by, as the address says; what may be promised when it says nothing. */
export const metricOf = (text: string | undefined): Metric => metrics.find((each) => each === text) ?? metrics[0]

interface TileMapProps {
  readonly byArea: ReadonlyMap<string, Counts>
  readonly metric: Metric
  /** The province one is in; empty for the whole country. */
  readonly current: string
  /** Where a tile leads; null when it leads nowhere. */
  readonly hrefOf: (area: string) => string | null
}

/** The provinces, a tile each, shaded by how much they have. */
export function TileMap({ byArea, metric, current, hrefOf }: TileMapProps) {
  const most = Math.max(0, ...[...byArea.values()].map((counts) => counts[metric]))
  return (
    <figure class="map">
      <figcaption class="map-head">
        <span class="map-title">{t('各省', 'By province')}</span>
        <span class="segments">
          {metrics.map((each) => (
            <a
              key={each}
              class="segment"
              href={withQuery({ metric: each === metrics[0] ? '' : each })}
              aria-current={each === metric ? 'true' : undefined}
            >
              {nameIn(countNames[each])}
            </a>
          ))}
        </span>
      </figcaption>
      <ul class="tiles">
        {provinces.map(({ area, name, short, column, row }) => {
          const units = byArea.get(area)?.[metric] ?? 0
          const href = hrefOf(area)
          const label = `${nameIn(name)} · ${nameIn(countNames[metric])} ${count(units)}`
          const tile = (
            <>
              <span class="tile-name">{nameIn(short)}</span>
              {byArea.has(area) && <span class="tile-units">{compact(units, language.value)}</span>}
            </>
          )
          return (
            <li key={area} style={{ gridColumn: String(column + 1), gridRow: String(row + 1) }}>
              {href === null || !byArea.has(area) ? (
                <span class="tile tile-none" title={nameIn(name)}>
                  {tile}
                </span>
              ) : (
                <a
                  class={`tile shade-${shadeOf(units, most)}`}
                  href={href}
                  aria-label={label}
                  title={label}
                  aria-current={area === current ? 'true' : undefined}
                >
                  {tile}
                </a>
              )}
            </li>
          )
        })}
      </ul>
      <p class="map-legend" aria-hidden="true">
        <span>0</span>
        {[0, 1, 2, 3, 4, 5, 6].map((shade) => (
          <span key={shade} class={`swatch shade-${shade}`} />
        ))}
        <span>{compact(most, language.value)}</span>
      </p>
    </figure>
  )
}
