import { effect, signal } from '@preact/signals'

export type Language = 'zh' | 'en'

export interface Name {
  readonly zh: string
  readonly en: string
}

const isBrowser = typeof document !== 'undefined'
const keptUnder = 'ledger.language'

const kept = (): Language => (isBrowser && localStorage.getItem(keptUnder) === 'en' ? 'en' : 'zh')

export const language = signal<Language>(kept())

if (isBrowser) {
  effect(() => {
    localStorage.setItem(keptUnder, language.value)
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
  })
}

/** The text in the chosen language; components that call it follow the choice. */
export const t = (zh: string, en: string): string => (language.value === 'zh' ? zh : en)
/** `1 order`, `2 orders`: for English, which tells them apart. */
export const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`
export const nameIn = (name: Name): string => t(name.zh, name.en)
/** The same name in the language that is not chosen. */
export const nameBeside = ({ zh, en }: Name): string => t(en, zh)
