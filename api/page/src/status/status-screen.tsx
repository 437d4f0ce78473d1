import { useEffect } from 'preact/hooks'
import { fetchDeadlines, fetchParked, fetchStatus } from '../api/status.ts'
import { count } from '../format/money.ts'
import { t } from '../language/language.ts'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Bilingual } from '../parts/text.tsx'
import { screens } from '../shell/screens.ts'
import { hashOf } from '../state/address.ts'
import { useLoaded } from '../state/load.ts'
import { Deadlines } from './deadlines.tsx'
import { Owners } from './owners.tsx'
import { ParkedList } from './parked-list.tsx'
import { ReadModels } from './read-models.tsx'

const everyMs = 3_000

async function fetchAll(signal: AbortSignal) {
  const [status, parked, deadlines] = await Promise.all([fetchStatus(signal), fetchParked(signal), fetchDeadlines(10, signal)])
  return { status, parked, deadlines: deadlines.items }
}

/** How far everything is, and what waits for someone. */
export function StatusScreen() {
  const { value, failure, reload } = useLoaded('status', fetchAll)
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), everyMs)
    return () => clearInterval(timer)
  }, [])
  return (
    <section aria-labelledby="title">
      <div class="head">
        <h1 id="title">
          <Bilingual name={screens.status} />
        </h1>
        {value !== undefined && (
          <p class="head-note">
            {t('日志位置', 'log position')} <span class="mono">#{value.status.position}</span>
          </p>
        )}
      </div>
      {failure !== null && <FailureNotice failure={failure} retry={reload} />}
      {value === undefined && failure === null && <Notice title={t('正在读取…', 'Loading…')} />}
      {value !== undefined && (
        <>
          <dl class="strip">
            <Figure
              name={t('待处理异常', 'Open exceptions')}
              href={hashOf(['exceptions'])}
              bad={value.status.exceptions.open > 0}
              value={count(value.status.exceptions.open)}
            />
            <Figure name={t('停放的文档', 'Parked documents')} bad={value.parked.length > 0} value={count(value.parked.length)} />
            <Figure name={t('到期未处理', 'Deadlines due')} bad={false} value={count(value.status.deadlines.due)} />
            <Figure
              name={t('流程：进行中', 'Processes at work')}
              bad={false}
              value={value.status.processes === null ? '—' : count(value.status.processes.active)}
            />
            <Figure
              name={t('流程：落后', 'Processes behind by')}
              bad={false}
              value={value.status.processes === null ? '—' : behind(value.status.processes)}
            />
          </dl>
          <ReadModels models={value.status.readModels} head={value.status.position} />
          <ParkedList parked={value.parked} onChanged={reload} />
          <Owners owners={value.status.owners} />
          <Deadlines deadlines={value.deadlines} />
        </>
      )}
    </section>
  )
}

const behind = ({ position, head }: { readonly position: string | null; readonly head: string }): string => {
  if (position === null) return '—'
  const distance = BigInt(head) - BigInt(position)
  return distance <= 0n ? '0' : count(Number(distance))
}

const Figure = ({ name, value, bad, href }: { name: string; value: string; bad: boolean; href?: string }) => (
  <div class={bad ? 'strip-item strip-bad' : 'strip-item'}>
    <dt>{href === undefined ? name : <a href={href}>{name}</a>}</dt>
    <dd class="count">{value}</dd>
  </div>
)
