import { useState } from 'preact/hooks'
import { categoryOf } from '../../../../domain/shared/stream-name.ts'
import type { TimelineEvent } from '../api/orders.ts'
import { counted, type Name, nameIn, t } from '../language/language.ts'
import { Notice } from '../parts/notice.tsx'
import { EventRow } from './event-row.tsx'
import { wasKnown } from './moment.ts'

const categoryNames: Readonly<Record<string, Name>> = {
  order: { zh: '订单', en: 'Order' },
  message: { zh: '报文', en: 'Messages' },
  fulfilment: { zh: '履约', en: 'Fulfilment' },
  installation: { zh: '安装', en: 'Installation' },
  wms: { zh: '仓储系统', en: 'Warehouse systems' },
  push: { zh: '渠道推送', en: 'Told to channels' },
  aftersales: { zh: '售后', en: 'After-sales' },
  process: { zh: '流程', en: 'Processes' },
}

interface TimelineProps {
  readonly events: readonly TimelineEvent[]
  readonly more: boolean
  readonly asOf: string
  readonly onMoment: (asOf: string) => void
}

/** Everything that happened about the order, in the order of the log; what a past moment did not know yet steps back. */
export function Timeline({ events, more, asOf, onMoment }: TimelineProps) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const counts = new Map<string, number>()
  for (const { stream } of events) counts.set(categoryOf(stream), (counts.get(categoryOf(stream)) ?? 0) + 1)
  const toggle = (category: string): void => {
    const next = new Set(hidden)
    if (!next.delete(category)) next.add(category)
    setHidden(next)
  }
  const shown = events.filter(({ stream }) => !hidden.has(categoryOf(stream)))
  return (
    <section class="panel timeline-panel" aria-labelledby="timeline-title">
      <header class="panel-head">
        <h2 id="timeline-title">
          {t('时间线', 'Timeline')} <span class="beside">{t(`${events.length} 个事件`, counted(events.length, 'event', 'events'))}</span>
        </h2>
        <fieldset class="toggles">
          <legend class="sr-only">{t('显示哪些', 'Which to show')}</legend>
          {[...counts].map(([category, count]) => (
            <label key={category} class={`toggle toggle-${category}`}>
              <input type="checkbox" checked={!hidden.has(category)} onChange={() => toggle(category)} />
              <span>
                {nameIn(categoryNames[category] ?? { zh: category, en: category })} {count}
              </span>
            </label>
          ))}
        </fieldset>
      </header>
      {events.length > 1 && <Moments events={events} asOf={asOf} onMoment={onMoment} />}
      <ol class="timeline">
        {shown.map((event) => (
          <EventRow
            key={event.position}
            event={event}
            category={categoryOf(event.stream)}
            isKnown={wasKnown(event, asOf)}
            onMoment={onMoment}
          />
        ))}
      </ol>
      {more && <Notice title={t('事件过多，未全部列出', 'There are more events than are listed')} />}
    </section>
  )
}

/** Through the order's life, event by event. */
function Moments({ events, asOf, onMoment }: Omit<TimelineProps, 'more'>) {
  const known = events.filter((event) => wasKnown(event, asOf)).length
  return (
    <label class="moments">
      <span class="moments-label">
        {t('回放', 'Replay')} {known}/{events.length}
      </span>
      <input
        type="range"
        min={1}
        max={events.length}
        value={Math.max(1, known)}
        aria-valuetext={`${known} / ${events.length}`}
        onInput={({ currentTarget: { value } }) => {
          const last = events[Number(value) - 1]
          onMoment(Number(value) >= events.length || last === undefined ? '' : last.position)
        }}
      />
    </label>
  )
}
