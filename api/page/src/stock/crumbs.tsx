import { t } from '../language/language.ts'
import { divisionName } from '../state/divisions.ts'
import { stockHref } from './moment.ts'

/** The way down from the country; every step is a way back. */
export const Crumbs = ({ path, last }: { path: readonly string[]; last?: string }) => (
  <nav class="crumbs" aria-label={t('位置', 'Where you are')}>
    <ol>
      {['CN', ...path].map((area, depth) => {
        const name = area === 'CN' ? t('全国', 'Whole country') : divisionName(area)
        const isHere = last === undefined && depth === path.length
        return (
          <li key={area}>
            {isHere ? <span aria-current="page">{name}</span> : <a href={stockHref([], { area: area === 'CN' ? '' : area })}>{name}</a>}
          </li>
        )
      })}
      {last !== undefined && (
        <li>
          <span aria-current="page">{last}</span>
        </li>
      )}
    </ol>
  </nav>
)
