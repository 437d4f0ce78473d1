import { duration } from '../format/time.ts'
import { language, t } from '../language/language.ts'
import { connection, lagMs, livePosition } from '../state/live.ts'

const slowFromMs = 2_000

/** Whether what is shown follows the ledger, and how closely. */
export function LiveMark() {
  const state = connection.value
  const lag = lagMs.value
  const isSlow = state === 'live' && lag !== null && lag >= slowFromMs
  const text =
    state === 'away'
      ? t('重连中', 'reconnecting')
      : state === 'connecting'
        ? t('连接中', 'connecting')
        : `${t('实时', 'live')}${lag === null ? '' : ` · ${t('延迟', 'lag')} ${duration(lag, language.value)}`}`
  return (
    <span
      class={`live live-${isSlow ? 'slow' : state}`}
      role="status"
      title={livePosition.value === null ? undefined : `#${livePosition.value}`}
    >
      <span class="live-dot" aria-hidden="true" />
      {text}
    </span>
  )
}
