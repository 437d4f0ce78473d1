import type { ShownText } from '../api/orders.ts'
import { count, yuan, yuanParts } from '../format/money.ts'
import { dateTime, isoInShanghai, shortTime } from '../format/time.ts'
import { type Name, nameBeside, nameIn, t } from '../language/language.ts'
import type { Tone } from '../language/words.ts'

/** A name in the chosen language, with the other one small beside it. */
export const Bilingual = ({ name }: { name: Name }) => (
  <>
    {nameIn(name)} <span class="beside">{nameBeside(name)}</span>
  </>
)

export const Money = ({ fen, quiet = false }: { fen: number; quiet?: boolean }) => {
  const { sign, whole, fraction } = yuanParts(fen)
  return (
    <span class={quiet || fen === 0 ? 'money money-quiet' : 'money'} title={yuan(fen)}>
      {sign}
      <span class="money-sign">¥</span>
      {whole}
      <span class="money-fraction">.{fraction}</span>
    </span>
  )
}

/** Units; a zero steps back. */
export const Count = ({ units }: { units: number }) => <span class={units === 0 ? 'count count-zero' : 'count'}>{count(units)}</span>

/** An instant in Shanghai; the whole of it on hover. */
export const Instant = ({ at, short = false }: { at: number; short?: boolean }) => (
  <time class="instant" dateTime={isoInShanghai(at)} title={isoInShanghai(at)}>
    {short ? shortTime(at) : dateTime(at)}
  </time>
)

export const Badge = ({ tone, children, title }: { tone: Tone; children: string; title?: string }) => (
  <span class={`badge badge-${tone}`} title={title}>
    {children}
  </span>
)

const withheldWhy = {
  role: { zh: '无权查看', en: 'not for this role' },
  forgotten: { zh: '已遗忘', en: 'forgotten' },
  unreadable: { zh: '密文损坏', en: 'unreadable' },
} as const

/** Personal data, or why it is not shown. */
export const Personal = ({ text }: { text: ShownText }) => {
  if (text === null) return <span class="none">—</span>
  if (typeof text === 'string') return <span>{text}</span>
  const why = withheldWhy[text.withheld]
  return (
    <span class="withheld" title={nameIn(why)}>
      <svg class="lock" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M3.5 5.5V4a2.5 2.5 0 0 1 5 0v1.5M2.5 5.5h7v5h-7z" />
      </svg>
      {text.withheld === 'role' ? t('加密', 'sealed') : nameIn(why)}
    </span>
  )
}
