import { t } from '../language/language.ts'
import { channelWord, word } from '../language/words.ts'

/** Who asked, in words: `channel:jd`, `process:order`, `key:1234`, `timer`. */
export function actorWord(actor: string): string {
  const cut = actor.indexOf(':')
  const [kind, name] = cut < 0 ? [actor, ''] : [actor.slice(0, cut), actor.slice(cut + 1)]
  if (kind === 'channel') return channelWord(name)
  if (kind === 'process') return `${t('流程', 'process')} ${word(name)}`
  if (kind === 'key') return `${t('密钥', 'key')} ${name}`
  return kind === 'timer' ? t('定时器', 'timer') : actor
}
