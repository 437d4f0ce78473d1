import { useEffect } from 'preact/hooks'
import { fetchProviders, fetchSlots, fetchStalled, fetchVisits } from '../api/visits.ts'
import { day as dayOf } from '../format/time.ts'
import { counted, t } from '../language/language.ts'
import { RegionFilter } from '../orders/region-filter.tsx'
import { Field, Select } from '../parts/form.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Bilingual } from '../parts/text.tsx'
import { screens } from '../shell/screens.ts'
import { address, replaceQuery, withQuery } from '../state/address.ts'
import { loadDivisions } from '../state/divisions.ts'
import { useChanges } from '../state/live.ts'
import { useLoaded } from '../state/load.ts'
import { allPages } from '../stock/all-pages.ts'
import { calendarOf, daysFrom, isDay, moved, shownDays } from './calendar.ts'
import { CalendarTable } from './calendar-table.tsx'
import { Cards } from './cards.tsx'

const mostStalled = 50

/** When crews can come, what is taken, and what somebody has to see to. */
export function VisitsScreen() {
  const { area = '', provider = '', from, of, day } = address.value.query
  const today = dayOf(Date.now())
  const first = isDay(from) ? from : today
  const days = daysFrom(first)
  const wanted = { area: area || undefined, provider: provider || undefined, from: first, to: days.at(-1)! }
  const slots = useLoaded(JSON.stringify(wanted), (signal) => allPages((after) => fetchSlots(wanted, after, signal)), 'slots')
  const providers = useLoaded('providers', (signal) => fetchProviders(signal))
  useChanges(['slot-calendar'], slots.reload)
  useEffect(() => void loadDivisions(), [])
  const known = providers.value?.items ?? []
  const providerName = (id: string): string => known.find((each) => each.provider === id)?.name ?? id
  const rows = slots.value === undefined ? [] : calendarOf(slots.value.items, days)
  return (
    <section aria-labelledby="title">
      <div class="head">
        <h1 id="title">
          <Bilingual name={screens.visits} />
        </h1>
        <p class="head-note">{t('空闲 / 可约上门次数；点击看当天的安装单', 'visits free / bookable; choose a day for its work cards')}</p>
      </div>
      <Stalled providerName={providerName} />
      <search class="filters filters-open">
        <div class="filters-fields">
          <RegionFilter region={area} onChange={(region) => replaceQuery({ area: region })} />
          <Field label={t('服务商', 'Provider')}>
            <Select
              value={provider}
              any={t('全部', 'All')}
              options={known.map((each) => ({ value: each.provider, label: each.name }))}
              onChange={(chosen) => replaceQuery({ provider: chosen })}
            />
          </Field>
          <Week first={first} today={today} />
        </div>
      </search>
      {slots.failure !== null && <FailureNotice failure={slots.failure} retry={slots.reload} />}
      {slots.value === undefined && slots.failure === null && <Notice title={t('正在读取…', 'Loading…')} />}
      {slots.value !== undefined && rows.length === 0 && <NoSlots />}
      {rows.length > 0 && <CalendarTable rows={rows} days={days} today={today} providerName={providerName} />}
      {slots.value?.complete === false && (
        <Notice tone="warn" title={t('时段过多，请选择地区', 'There are more slots than are shown: choose an area')} />
      )}
      {of !== undefined && isDay(day) && <Day key={`${of}/${day}`} provider={of} day={day} providerName={providerName} />}
    </section>
  )
}

const Week = ({ first, today }: { first: string; today: string }) => (
  <nav class="week" aria-label={t('星期', 'Week')}>
    <a class="button" href={withQuery({ from: moved(first, -shownDays) })}>
      {t('前七天', 'Earlier')}
    </a>
    <a class="button" href={withQuery({ from: '' })} aria-current={first === today ? 'page' : undefined}>
      {t('从今天起', 'From today')}
    </a>
    <a class="button" href={withQuery({ from: moved(first, shownDays) })}>
      {t('后七天', 'Later')}
    </a>
  </nav>
)

const NoSlots = () => (
  <Notice title={t('这几天这里没有开放时段', 'Nothing is offered here on these days')}>
    <p>
      {t('服务商用 ', 'Providers offer visits by ')}
      <code>OfferCapacity</code>
      {t(' 开放上门时段；也可换一个地区或日期。', '; or choose another area or week.')}
    </p>
  </Notice>
)

interface Named {
  readonly providerName: (provider: string) => string
}

function Stalled({ providerName }: Named) {
  const { value, failure, reload } = useLoaded('stalled', (signal) => fetchStalled(mostStalled, signal))
  useChanges(['installations'], reload)
  if (failure !== null && value === undefined) return <FailureNotice failure={failure} retry={reload} />
  if (value === undefined || value.items.length === 0) return null
  const shown = value.next === null ? `${value.items.length}` : `${mostStalled}+`
  return (
    <section class="panel panel-bad" aria-labelledby="stalled-title">
      <header class="panel-head">
        <h2 id="stalled-title">{t(`等不到、需要处理（${shown}）`, `Waiting in vain, to be seen to (${shown})`)}</h2>
      </header>
      <Cards cards={value.items} providerName={providerName} />
    </section>
  )
}

function Day({ provider, day, providerName }: Named & { provider: string; day: string }) {
  const { value, failure, reload } = useLoaded(`${provider}/${day}`, (signal) => fetchVisits(provider, day, signal))
  useChanges(['installations'], reload)
  const count = value?.items.length ?? 0
  return (
    <section class="panel" aria-labelledby="day-title">
      <header class="panel-head">
        <h2 id="day-title">
          {providerName(provider)} · {day}
          {value !== undefined && ` · ${t(`${count} 张安装单`, counted(count, 'work card', 'work cards'))}`}
        </h2>
      </header>
      {failure !== null && <FailureNotice failure={failure} retry={reload} />}
      {value !== undefined && count === 0 && <p class="empty">{t('这一天没有安装单', 'No work card for this day')}</p>}
      {value !== undefined && count > 0 && <Cards cards={value.items} providerName={providerName} />}
    </section>
  )
}
