import { useState } from 'preact/hooks'
import { correctException, dropException, type ExceptionWithPayload, retryException, type Tried } from '../api/exceptions.ts'
import { t } from '../language/language.ts'
import { word } from '../language/words.ts'
import { orderHref } from '../parts/links.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { RawText } from '../parts/raw-text.tsx'
import { Personal } from '../parts/text.tsx'
import { mayOperate } from '../state/session.ts'
import { useAttempt } from '../state/use-attempt.ts'
import { editable } from './payload.ts'
import { reasonOf } from './reason.ts'

/**
 * The payload, and what may be done: take it again, correct it, or set it aside. One for as long as the exception is looked at: what it
 * asked for changes the exception, often before the answer is here, and that answer must find it still there.
 */
export function Resolve({ exception, onChanged }: { exception: ExceptionWithPayload; onChanged: () => void }) {
  const { exceptionId, open, payload } = exception
  const kept = typeof payload === 'string' ? payload : null
  const shown = kept === null ? '' : editable(kept)
  // Null until something is typed: what others correct meanwhile is shown, what one has typed oneself stays.
  const [typed, setTyped] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [dropping, setDropping] = useState(false)
  const { busy, tried, failure, run } = useAttempt<Tried>(onChanged)
  const text = typed ?? shown

  async function correct(): Promise<void> {
    if (await run(() => correctException(exceptionId, text, note.trim()))) setNote('')
  }
  async function drop(): Promise<void> {
    await run(() => dropException(exceptionId).then(() => null))
    setDropping(false)
  }

  const mayAct = open && mayOperate()
  const isChanged = text !== shown
  return (
    <section class="resolve" aria-labelledby="payload-title">
      <h3 id="payload-title">{t('原始报文', 'Payload')}</h3>
      {kept === null ? (
        <p class="hint">
          <Personal text={payload} />
        </p>
      ) : mayAct ? (
        <textarea
          class="control payload"
          aria-labelledby="payload-title"
          spellcheck={false}
          rows={16}
          value={text}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      ) : (
        <RawText>{shown}</RawText>
      )}
      {tried !== null && <Outcome tried={tried} />}
      {failure !== null && <FailureNotice failure={failure} />}
      {open && !mayOperate() && <p class="hint">{t('只有管理员和运营可以处理异常。', 'Only admins and operators resolve exceptions.')}</p>}
      {mayAct && (
        <>
          {kept !== null && (
            <label class="field field-wide">
              <span class="field-label">{t('更正说明（勿写个人信息）', 'Why it is corrected (no personal data)')}</span>
              <input class="control" value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
            </label>
          )}
          <div class="actions">
            {kept !== null && (
              <button
                type="button"
                class="button button-strong"
                disabled={busy || !isChanged || note.trim() === ''}
                onClick={() => void correct()}
              >
                {t('更正并重试', 'Correct and retry')}
              </button>
            )}
            <button type="button" class="button" disabled={busy || isChanged} onClick={() => void run(() => retryException(exceptionId))}>
              {t('原样重试', 'Retry as it is')}
            </button>
            {dropping ? (
              <>
                <button type="button" class="button button-danger" disabled={busy} onClick={() => void drop()}>
                  {t('确认放弃', 'Yes, set it aside')}
                </button>
                <button type="button" class="button button-quiet" onClick={() => setDropping(false)}>
                  {t('不放弃', 'No')}
                </button>
              </>
            ) : (
              <button type="button" class="button button-quiet" disabled={busy} onClick={() => setDropping(true)}>
                {t('放弃…', 'Set aside…')}
              </button>
            )}
          </div>
          <p class="hint">
            {t('原报文始终保留；更正写成新的事件。', 'The payload as it came is always kept; a correction is a new event.')}
          </p>
        </>
      )}
    </section>
  )
}

const Outcome = ({ tried }: { tried: Tried }) =>
  tried.ok ? (
    <Notice title={`${t('已通过', 'It went through')}: ${word(tried.outcome ?? '')}`}>
      {tried.orderId !== null && <a href={orderHref(tried.orderId)}>{t('查看订单', 'See the order')}</a>}
    </Notice>
  ) : (
    <Notice tone="warn" title={t('仍未通过', 'It still waits')}>
      <p>{reasonOf({ code: tried.code ?? '', reason: tried.reason ?? '' })}</p>
    </Notice>
  )
