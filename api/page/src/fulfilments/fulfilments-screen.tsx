import { useEffect, useState } from 'preact/hooks'
import { type Fulfilment, fetchOverdue, fetchWork, type WorkWanted } from '../api/fulfilments.ts'
import { counted, t } from '../language/language.ts'
import { word } from '../language/words.ts'
import { Field, Select } from '../parts/form.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Bilingual } from '../parts/text.tsx'
import { screens } from '../shell/screens.ts'
import { address, replaceQuery } from '../state/address.ts'
import { locationName, locations } from '../state/catalogue.ts'
import { loadDivisions } from '../state/divisions.ts'
import { useChanges } from '../state/live.ts'
import { useLoaded } from '../state/load.ts'
import { isState, states } from './states.ts'
import { WorkTable } from './work-table.tsx'

const pageSize = 50
const mostPerRequest = 200
const mostOverdue = 50

/** What locations were asked to do: what is overdue first, then the rest by state and place, the oldest first. */
export function FulfilmentsScreen() {
  const { state, location = '' } = address.value.query
  const wanted: WorkWanted = { state: isState(state) ? state : undefined, location: location || undefined }
  const question = JSON.stringify(wanted)
  const [rows, setRows] = useState(pageSize)
  useEffect(() => setRows(pageSize), [question])
  useEffect(() => void loadDivisions(), [])
  return (
    <section aria-labelledby="title">
      <div class="head">
        <h1 id="title">
          <Bilingual name={screens.fulfilments} />
        </h1>
        <p class="head-note">
          {t('超时在前，其余按下达先后；点击订单看全程', 'overdue first, then the oldest; an order leads to its story')}
        </p>
      </div>
      <search class="filters filters-open">
        <div class="filters-fields">
          <Field label={t('状态', 'State')}>
            <Select
              value={wanted.state ?? ''}
              any={t('未完成', 'Open')}
              options={states.map((each) => ({ value: each, label: word(each) }))}
              onChange={(chosen) => replaceQuery({ state: chosen })}
            />
          </Field>
          <Field label={t('地点', 'Location')}>
            <Select
              value={location}
              any={t('全部', 'All')}
              options={[...locations.value.keys()].sort().map((each) => ({ value: each, label: locationName(each) }))}
              onChange={(chosen) => replaceQuery({ location: chosen })}
            />
          </Field>
        </div>
      </search>
      {wanted.state === undefined && <Overdue key={location} location={wanted.location} />}
      <Works wanted={wanted} question={question} rows={rows} onMore={() => setRows(rows + pageSize * 2)} />
    </section>
  )
}

function Overdue({ location }: { location: string | undefined }) {
  const { value, failure, reload } = useLoaded(`overdue/${location}`, async (signal) => {
    const now = Date.now()
    return { ...(await fetchOverdue(location, now, mostOverdue, signal)), now }
  })
  useChanges(['fulfilments'], reload)
  if (failure !== null && value === undefined) return <FailureNotice failure={failure} retry={reload} />
  if (value === undefined || value.items.length === 0) return null
  const shown = value.next === null ? `${value.items.length}` : `${mostOverdue}+`
  return (
    <section class="panel panel-bad" aria-labelledby="overdue-title">
      <header class="panel-head">
        <h2 id="overdue-title">{t(`超时未发出（${shown}）`, `Should have left (${shown})`)}</h2>
      </header>
      <WorkTable works={value.items} now={value.now} />
    </section>
  )
}

interface WorksProps {
  readonly wanted: WorkWanted
  readonly question: string
  readonly rows: number
  readonly onMore: () => void
}

function Works({ wanted, question, rows, onMore }: WorksProps) {
  const { value, failure, loading, reload } = useLoaded(`${question}/${rows}`, (signal) => fetchRows(wanted, rows, signal), 'works')
  useChanges(['fulfilments'], reload)
  if (value === undefined)
    return failure === null ? <Notice title={t('正在读取…', 'Loading…')} /> : <FailureNotice failure={failure} retry={reload} />
  const { works, more, now } = value
  return (
    <section class="panel" aria-labelledby="works-title" aria-busy={loading}>
      <header class="panel-head">
        <h2 id="works-title">{wanted.state === undefined ? t('未完成的履约单', 'Open works') : word(wanted.state)}</h2>
      </header>
      {failure !== null && <FailureNotice failure={failure} retry={reload} />}
      {works.length === 0 ? <p class="empty">{t('没有符合条件的履约单', 'No work matches')}</p> : <WorkTable works={works} now={now} />}
      {works.length > 0 && (
        <div class="more">
          <span>{t(`已显示 ${works.length} 单`, `${counted(works.length, 'work', 'works')} shown`)}</span>
          {more ? (
            <button type="button" class="button" disabled={loading} onClick={onMore}>
              {t('再看更多', 'Show more')}
            </button>
          ) : (
            <span>{t('没有更多了', 'No more')}</span>
          )}
        </div>
      )}
    </section>
  )
}

async function fetchRows(wanted: WorkWanted, rows: number, signal: AbortSignal) {
  const works: Fulfilment[] = []
  let next: string | null = null
  do {
    const page: Awaited<ReturnType<typeof fetchWork>> = await fetchWork(
      wanted,
      next ?? undefined,
      Math.min(mostPerRequest, rows - works.length),
      signal,
    )
    works.push(...page.items)
    next = page.next
  } while (next !== null && works.length < rows)
  return { works, more: next !== null, now: Date.now() }
}
