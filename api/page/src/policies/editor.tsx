import { useState } from 'preact/hooks'
import { type Policy, publishPolicy, type Trial, tryAudit } from '../api/policies.ts'
import { t } from '../language/language.ts'
import { FailureNotice } from '../parts/notice.tsx'
import { RawText } from '../parts/raw-text.tsx'
import { mayOperate } from '../state/session.ts'
import { useAttempt } from '../state/use-attempt.ts'
import { TrialReport } from './trial.tsx'

/** Long enough for a campaign to be among the orders. */
const triedForMs = 30 * 86_400_000

interface EditorProps {
  readonly policy: Policy
  /** What is shown, and a change begins with. */
  readonly document: unknown
  readonly onPublished: () => void
}

/** The document as it was published; what is made of it is tried on past orders, and published as the next version. */
export function Editor({ policy, document, onPublished }: EditorProps) {
  const shown = JSON.stringify(document, null, 2)
  const [typed, setTyped] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const trying = useAttempt<Trial>(() => undefined)
  const publishing = useAttempt<null>(onPublished)
  const text = typed ?? shown
  const proposed = parsed(text)
  const busy = trying.busy || publishing.busy

  async function publish(): Promise<void> {
    if (!(await publishing.run(() => publishPolicy(policy, proposed, note.trim()).then(() => null)))) return
    setTyped(null)
    setNote('')
  }

  const mayTry = policy.kind === 'audit'
  if (!mayOperate() && !mayTry) return <RawText>{shown}</RawText>
  return (
    <section class="resolve panel-body" aria-labelledby="document-title">
      <h3 id="document-title">{t('文档', 'Document')}</h3>
      <textarea
        class="control payload"
        aria-labelledby="document-title"
        spellcheck={false}
        rows={16}
        value={text}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      {proposed === undefined && <p class="hint">{t('不是有效的 JSON', 'This is not JSON')}</p>}
      {mayOperate() && (
        <label class="field field-wide">
          <span class="field-label">{t('发布说明（勿写个人信息）', 'Why (no personal data)')}</span>
          <input class="control" value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
      )}
      <div class="actions">
        {mayTry && (
          <button
            type="button"
            class="button"
            disabled={busy || proposed === undefined}
            onClick={() => void trying.run(() => tryAudit(proposed, Date.now() - triedForMs))}
          >
            {t('在近 30 天订单上试跑', 'Try on the last 30 days')}
          </button>
        )}
        {mayOperate() && (
          <button
            type="button"
            class="button button-strong"
            disabled={busy || proposed === undefined || text === shown || note.trim() === ''}
            onClick={() => void publish()}
          >
            {t('发布，立即生效', 'Publish, from now on')}
          </button>
        )}
      </div>
      {trying.failure !== null && <FailureNotice failure={trying.failure} />}
      {publishing.failure !== null && <FailureNotice failure={publishing.failure} />}
      {trying.tried !== null && <TrialReport trial={trying.tried} />}
    </section>
  )
}

/** Undefined when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
