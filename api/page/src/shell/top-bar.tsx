import { signOut } from '../api/session.ts'
import { type Name, nameIn, t } from '../language/language.ts'
import { LiveMark } from '../parts/live-mark.tsx'
import { Bilingual } from '../parts/text.tsx'
import { hashOf } from '../state/address.ts'
import { endSession, session } from '../state/session.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { Mark } from './mark.tsx'
import { type Screen, screens } from './screens.ts'

const roleNames: Readonly<Record<string, Name>> = {
  admin: { zh: '管理员', en: 'Admin' },
  operator: { zh: '运营', en: 'Operator' },
  finance: { zh: '财务', en: 'Finance' },
  auditor: { zh: '审计', en: 'Auditor' },
  integrator: { zh: '集成方', en: 'Integrator' },
}

export const TopBar = ({ screen }: { screen: Screen }) => (
  <header class="top">
    <button type="button" class="skip" onClick={toMain}>
      {t('跳到内容', 'Skip to content')}
    </button>
    <a class="brand" href={hashOf(['orders'])} aria-label="order-ledger">
      <Mark />
      <span class="brand-name">order-ledger</span>
    </a>
    <nav class="screens" aria-label={t('页面', 'Screens')}>
      {(Object.keys(screens) as Screen[]).map((each) => (
        <a key={each} class="screen-link" href={hashOf([each])} aria-current={each === screen ? 'page' : undefined}>
          <Bilingual name={screens[each]} />
        </a>
      ))}
    </nav>
    <div class="top-end">
      <LiveMark />
      <span class="role" title={session.value?.keyId}>
        {nameIn(roleNames[session.value?.role ?? ''] ?? { zh: '—', en: '—' })}
      </span>
      <LanguageSwitch />
      <button type="button" class="button button-quiet" onClick={() => void signOut().then(endSession, endSession)}>
        {t('退出', 'Sign out')}
      </button>
    </div>
  </header>
)

const toMain = (): void => document.getElementById('main')?.focus()
