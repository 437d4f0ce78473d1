import { useState } from 'preact/hooks'
import type { TimelineEvent } from '../api/orders.ts'
import { duration } from '../format/time.ts'
import { eventName } from '../language/events.ts'
import { language, nameBeside, nameIn, t } from '../language/language.ts'
import { RawText } from '../parts/raw-text.tsx'
import { Instant } from '../parts/text.tsx'
import { actorWord } from './actor.ts'
import { Facts } from './facts.tsx'
import { type Decision, SourcingDecision } from './sourcing-decision.tsx'

/** Later than this the record is told to be late. */
const lateFromMs = 1_000

interface EventRowProps {
  readonly event: TimelineEvent
  readonly category: string
  readonly isKnown: boolean
  readonly onMoment: (asOf: string) => void
}

export function EventRow({ event, category, isKnown, onMoment }: EventRowProps) {
  const { type, data, stream, revision, position, actor } = event
  const [open, setOpen] = useState(false)
  const name = eventName(type)
  return (
    <li class={`event event-${category}${isKnown ? '' : ' event-later'}`} data-type={type}>
      <span class="event-dot" aria-hidden="true" />
      <div class="event-head">
        <span class="event-name">{nameIn(name)}</span>
        <span class="beside">{nameBeside(name)}</span>
        <span class="event-actor">{actorWord(actor)}</span>
      </div>
      <div class="event-when">
        <When event={event} />
        <span class="event-ways">
          <button
            type="button"
            class="link-button"
            title={t('查看订单在此刻的样子', 'See the order as of here')}
            onClick={() => onMoment(position)}
          >
            #{position}
          </button>
          <button type="button" class="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('收起', 'Less') : t('原始数据', 'Raw data')}
          </button>
        </span>
      </div>
      {type === 'SourcingDecided' ? <SourcingDecision decision={data as unknown as Decision} /> : <Facts type={type} data={data} />}
      {open && (
        <>
          <p class="raw-where mono">
            {stream} · {revision}
          </p>
          <RawText>{JSON.stringify(data, null, 2)}</RawText>
        </>
      )}
    </li>
  )
}

/** When it happened, and when it was recorded, where that is another time. */
const When = ({ event: { occurredAt, recordedAt } }: { event: TimelineEvent }) => {
  const lateMs = recordedAt - occurredAt
  return (
    <>
      <span title={t('发生时间', 'When it happened')}>
        <Instant at={occurredAt} />
      </span>
      {Math.abs(lateMs) >= lateFromMs && (
        <span>
          {t('记录于', 'recorded')} <Instant at={recordedAt} short />
          {lateMs > 0 && ` (+${duration(lateMs, language.value)})`}
        </span>
      )}
    </>
  )
}
