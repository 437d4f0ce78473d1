import { useState } from 'preact/hooks'
import type { TimelineEvent } from '../api/orders.ts'
import { duration } from '../format/time.ts'
import { eventName } from '../language/events.ts'
import { language, nameBeside, nameIn, t } from '../language/language.ts'
import { RawText } from '../parts/raw-text.tsx'
import { Instant } from '../parts/text.tsx'
import { actorWord } from './actor.ts'
import { Facts } from './facts.tsx'

/** Later than this the record is told to be late. */
const lateFromMs = 1_000

interface EventRowProps {
  readonly event: TimelineEvent
  readonly category: string
  readonly isKnown: boolean
  readonly onMoment: (asOf: string) => void
}

export function EventRow({ event, category, isKnown, onMoment }: EventRowProps) {
  const { type, data, stream, revision, position, occurredAt, recordedAt, actor } = event
  const name = eventName(type)
  const lateMs = recordedAt - occurredAt
  return (
    <li class={`event event-${category}${isKnown ? '' : ' event-later'}`} data-type={type}>
      <span class="event-dot" aria-hidden="true" />
      <div class="event-head">
        <span class="event-name">{nameIn(name)}</span>
        <span class="beside">{nameBeside(name)}</span>
        <span class="event-actor">{actorWord(actor)}</span>
      </div>
      <div class="event-when">
        <span title={t('发生时间', 'When it happened')}>
          <Instant at={occurredAt} />
        </span>
        {Math.abs(lateMs) >= lateFromMs && (
          <span class="event-late">
            {t('记录于', 'recorded')} <Instant at={recordedAt} short />
            {lateMs > 0 && ` (+${duration(lateMs, language.value)})`}
          </span>
        )}
        <button
          type="button"
          class="link-button"
          title={t('查看订单在此刻的样子', 'See the order as of here')}
          onClick={() => onMoment(position)}
        >
          #{position}
        </button>
      </div>
      <Facts type={type} data={data} />
      <Raw stream={stream} revision={revision} data={data} />
    </li>
  )
}

function Raw({ stream, revision, data }: Pick<TimelineEvent, 'stream' | 'revision' | 'data'>) {
  const [open, setOpen] = useState(false)
  return (
    <details class="raw" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('原始数据', 'Raw data')}</summary>
      {open && (
        <>
          <p class="raw-where mono">
            {stream} · {revision}
          </p>
          <RawText>{JSON.stringify(data, null, 2)}</RawText>
        </>
      )}
    </details>
  )
}
