import { useEffect, useRef, useState } from 'preact/hooks'
import { Failure } from '../api/http.ts'
import { signIn } from '../api/session.ts'
import { t } from '../language/language.ts'
import { session } from '../state/session.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { Mark } from './mark.tsx'

export function SignIn() {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])

  async function submit(form: HTMLFormElement): Promise<void> {
    const key = String(new FormData(form).get('key') ?? '').trim()
    if (key === '') return
    setBusy(true)
    setFailure(null)
    try {
      session.value = await signIn(key)
    } catch (cause) {
      setFailure(cause instanceof Failure ? cause : new Failure({ title: String(cause) }))
      setBusy(false)
    }
  }

  return (
    <main class="sign-in">
      <form
        class="sign-in-card"
        onSubmit={(event) => {
          event.preventDefault()
          void submit(event.currentTarget)
        }}
      >
        <div class="sign-in-head">
          <Mark />
          <div>
            <h1>{t('订单总账', 'order-ledger')}</h1>
            <p>{t('全渠道订单与库存的事实记录', 'The system of record of orders and stock')}</p>
          </div>
        </div>
        <label class="field">
          <span class="field-label">{t('访问密钥', 'Access key')}</span>
          <input
            ref={field}
            class="control control-large"
            name="key"
            type="password"
            autoComplete="current-password"
            required
            spellcheck={false}
            aria-describedby="key-hint"
            aria-invalid={failure !== null}
          />
        </label>
        <p id="key-hint" class="hint">
          {t(
            '首次启动时服务器打印过管理员密钥；之后由管理员发放：',
            'The first start of the server printed an admin key; later ones are given out by an admin:',
          )}{' '}
          <code>npm run ledger -- key issue</code>
        </p>
        {failure !== null && (
          <p class="sign-in-failure" role="alert">
            {explain(failure)}
          </p>
        )}
        <button type="submit" class="button button-strong button-large" disabled={busy}>
          {busy ? t('正在登录…', 'Signing in…') : t('登录', 'Sign in')}
        </button>
        <div class="sign-in-foot">
          <LanguageSwitch />
        </div>
      </form>
    </main>
  )
}

function explain({ kind, code, status, message }: Failure): string {
  if (kind === 'unreachable') return t('服务器没有应答，请确认它在运行。', 'The server does not answer; check that it runs.')
  if (status === 401)
    return t('密钥无效或已吊销。请完整粘贴：编号.密文', 'This key is not valid, or was revoked. Paste the whole of it: id.secret')
  if (code === 'RATE_LIMITED') return t('尝试过多，请稍候再试。', 'Too many tries; wait a moment.')
  return message
}
