import { useState } from 'preact/hooks'
import { Failure } from '../api/http.ts'
import { dropParked, type Parked, retryParked } from '../api/status.ts'
import { t } from '../language/language.ts'
import { FailureNotice } from '../parts/notice.tsx'
import { Count } from '../parts/text.tsx'
import { isAdmin } from '../state/session.ts'

/** Documents whose fold failed: their events wait in order. */
export function ParkedList({ parked, onChanged }: { parked: readonly Parked[]; onChanged: () => void }) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  if (parked.length === 0) return null
  async function run(action: () => Promise<unknown>): Promise<void> {
    setBusy(true)
    setFailure(null)
    await action().catch((cause: unknown) => setFailure(cause instanceof Failure ? cause : new Failure({ title: String(cause) })))
    setBusy(false)
    onChanged()
  }
  return (
    <section class="panel" aria-labelledby="parked-title">
      <header class="panel-head">
        <h2 id="parked-title">{t('停放的文档', 'Parked documents')}</h2>
        <span class="panel-note">{t('其他文档照常更新；排除原因后重试', 'all others go on; retry once the cause is gone')}</span>
      </header>
      {failure !== null && <FailureNotice failure={failure} />}
      <table class="table table-inner">
        <thead>
          <tr>
            <th scope="col">{t('文档', 'Document')}</th>
            <th scope="col">{t('原因', 'Cause')}</th>
            <th scope="col" class="number">
              {t('事件', 'Events')}
            </th>
            {isAdmin() && <th scope="col">{t('处理', 'Do')}</th>}
          </tr>
        </thead>
        <tbody>
          {parked.map(({ projection, key, cause, events }) => (
            <tr key={`${projection}/${key}`}>
              <th scope="row" class="mono">
                {projection}
                <span class="under">{key}</span>
              </th>
              <td class="cause">{cause}</td>
              <td class="number">
                <Count units={events.length} />
              </td>
              {isAdmin() && (
                <td>
                  <div class="actions">
                    <button type="button" class="button" disabled={busy} onClick={() => void run(() => retryParked(projection, key))}>
                      {t('重试', 'Retry')}
                    </button>
                    <button
                      type="button"
                      class="button button-quiet"
                      disabled={busy}
                      onClick={() => void run(() => dropParked(projection, key))}
                    >
                      {t('放弃', 'Drop')}
                    </button>
                  </div>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
