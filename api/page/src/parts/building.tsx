import type { Failure } from '../api/http.ts'
import { duration } from '../format/time.ts'
import { language, t } from '../language/language.ts'

/** Whether what was asked for is being built from the log just now, and will be there by itself. */
export const isBuilding = ({ code, details }: Failure): boolean => code === 'BEHIND' && details.building !== undefined

/** How far it is: by the log, which is read from its first event to the moment asked for. */
export function Building({ failure: { details } }: { failure: Failure }) {
  const [position, until, remainingMs] = [Number(details.position), Number(details.asOf), details.remainingMs]
  const percent = until > 0 ? Math.min(100, Math.floor((position * 100) / until)) : 0
  return (
    <div class="notice notice-quiet" role="status">
      <p class="notice-title">{t('正在按日志还原当时的库存…', 'Building the stock of that moment from the log…')}</p>
      <div class="notice-body">
        <progress class="progress" max={100} value={percent} aria-label={t('还原进度', 'Progress')} />
        <p>
          {percent}%
          {typeof remainingMs === 'number' &&
            ` · ${t(`约还需 ${duration(remainingMs, language.value)}`, `about ${duration(remainingMs, language.value)} left`)}`}
        </p>
      </div>
    </div>
  )
}
