import { count } from '../format/money.ts'
import { t } from '../language/language.ts'
import { word } from '../language/words.ts'
import { withQuery } from '../state/address.ts'
import { type Cell, fullness, type Row } from './calendar.ts'

const weekdays = { zh: ['日', '一', '二', '三', '四', '五', '六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }
const weekdayOf = (day: string): string => {
  const place = new Date(`${day}T00:00:00Z`).getUTCDay()
  return t(weekdays.zh[place]!, weekdays.en[place]!)
}

interface Shown {
  readonly rows: readonly Row[]
  readonly days: readonly string[]
  readonly today: string
  readonly providerName: (provider: string) => string
}

/** A week, a row for each part of the day of each provider: how many visits may still be booked, of how many. */
export const CalendarTable = ({ rows, days, today, providerName }: Shown) => (
  <table class="table table-calendar">
    <thead>
      <tr>
        <th scope="col">{t('服务商 · 时段', 'Provider · slot')}</th>
        {days.map((day) => (
          <th key={day} scope="col" class={day === today ? 'calendar-day calendar-today' : 'calendar-day'}>
            <span class="calendar-date">{day.slice(5)}</span> <span class="calendar-weekday">{weekdayOf(day)}</span>
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ provider, slot, category, cells }) => (
        <tr key={`${provider}/${slot}/${category ?? ''}`}>
          <th scope="row">
            <span class="calendar-provider">{providerName(provider)}</span> <span class="calendar-slot">{word(slot)}</span>
            {category !== null && <span class="calendar-category">{category}</span>}
          </th>
          {cells.map((cell, place) => (
            <td key={days[place]} class="calendar-cell">
              {cell === null ? (
                <span class="none" title={t('没有开放', 'nothing offered')}>
                  ·
                </span>
              ) : (
                <DayLink cell={cell} provider={provider} day={days[place]!} />
              )}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const DayLink = ({ cell, provider, day }: { cell: Cell; provider: string; day: string }) => {
  const { bookable, held, confirmed, consumed, free } = cell
  const told = t(
    `空闲 ${free}，共 ${bookable}：占用 ${held}，已确认 ${confirmed}，已履约 ${consumed}`,
    `${free} free of ${bookable}: ${held} held, ${confirmed} confirmed, ${consumed} made`,
  )
  return (
    <a class={`visits visits-${fullness(cell)}`} href={withQuery({ of: provider, day })} title={told} aria-label={`${day} ${told}`}>
      <span class="visits-free">{count(free)}</span>
      <span class="visits-of">/{count(bookable)}</span>
    </a>
  )
}
