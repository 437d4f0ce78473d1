import type { ComponentChildren } from 'preact'
import type { Failure } from '../api/http.ts'
import { type Name, nameIn, t } from '../language/language.ts'
import { Building, isBuilding } from './building.tsx'

export const Notice = ({
  title,
  children,
  tone = 'quiet',
}: {
  title: string
  children?: ComponentChildren
  tone?: 'quiet' | 'bad' | 'warn'
}) => (
  <div class={`notice notice-${tone}`} role={tone === 'quiet' ? 'status' : 'alert'}>
    <p class="notice-title">{title}</p>
    {children !== undefined && <div class="notice-body">{children}</div>}
  </div>
)

const explained: Readonly<Record<string, { readonly title: Name; readonly hint: Name }>> = {
  UNREACHABLE: {
    title: { zh: '服务器没有应答', en: 'The server does not answer' },
    hint: { zh: '正在自动重连；数据没有丢失。', en: 'Trying again by itself; nothing is lost.' },
  },
  BEHIND: {
    title: { zh: '读模型还没有追上', en: 'The read model is behind' },
    hint: {
      zh: '事件已经安全写入，稍候会自动刷新；进度见「状态」。',
      en: 'The events are safe; this refreshes by itself. See Status for the progress.',
    },
  },
  FORBIDDEN: {
    title: { zh: '当前角色无权这样做', en: 'This role may not do this' },
    hint: { zh: '请用有权限的密钥重新登录，或联系管理员。', en: 'Sign in with a key of a role that may, or ask an admin.' },
  },
  ORDER_UNKNOWN: {
    title: { zh: '没有这个订单', en: 'There is no such order' },
    hint: {
      zh: '请核对订单号；在所选时点之前它可能还不存在。',
      en: 'Check the order id; at the chosen moment it may not have existed yet.',
    },
  },
  OVERLOADED: {
    title: { zh: '服务器很忙', en: 'The server is busy' },
    hint: { zh: '稍候会自动重试。', en: 'Trying again by itself in a moment.' },
  },
}

/** What went wrong, and what to do about it. */
export const FailureNotice = ({ failure, retry }: { failure: Failure; retry?: () => void }) => {
  if (isBuilding(failure)) return <Building failure={failure} />
  const known = explained[failure.code] ?? (failure.kind === 'unreachable' ? explained.UNREACHABLE : undefined)
  const detail = [known === undefined ? null : nameIn(known.hint), failure.detail].filter((part) => part !== null).join(' ')
  return (
    <Notice
      tone={failure.kind === 'unreachable' || failure.code === 'BEHIND' ? 'warn' : 'bad'}
      title={known === undefined ? failure.message : nameIn(known.title)}
    >
      {detail !== '' && <p>{detail}</p>}
      <p class="notice-code">
        {failure.code}
        {failure.status > 0 && ` · ${failure.status}`}
      </p>
      {retry !== undefined && (
        <button type="button" class="button" onClick={retry}>
          {t('重试', 'Try again')}
        </button>
      )}
    </Notice>
  )
}
