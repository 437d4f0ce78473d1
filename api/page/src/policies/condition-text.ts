import type { Condition } from '../../../../domain/audit/condition.ts'
import { yuan } from '../format/money.ts'
import { duration } from '../format/time.ts'
import type { Language } from '../language/language.ts'

const joined = { all: { zh: ' 且 ', en: ' and ' }, any: { zh: ' 或 ', en: ' or ' } } as const
const words = {
  always: { zh: '总是', en: 'always' },
  never: { zh: '从不', en: 'never' },
  not: { zh: '非', en: 'not' },
  known: { zh: '有值', en: 'is known' },
} as const

/** A rule's condition as a line for people, in the names its document uses; money and times in units people read. */
export function conditionText(condition: Condition, language: Language, inside = false): string {
  switch (condition.test) {
    case 'all':
    case 'any': {
      const parts = condition.of.map((each) => conditionText(each, language, true))
      if (parts.length === 0) return words[condition.test === 'all' ? 'always' : 'never'][language]
      const text = parts.join(joined[condition.test][language])
      return inside && parts.length > 1 ? `(${text})` : text
    }
    case 'not':
      return `${words.not[language]} (${conditionText(condition.of, language)})`
    case 'present':
      return `${condition.fact} ${words.known[language]}`
    case 'equals':
      return `${condition.fact} = ${valueText(condition.fact, condition.value, language)}`
    case 'in':
      return `${condition.fact} ∈ { ${condition.values.join(', ')} }`
    case 'contains':
      return `${condition.fact} ∋ “${condition.value}”`
    case 'atLeast':
      return `${condition.fact} ≥ ${valueText(condition.fact, condition.value, language)}`
    case 'atMost':
      return `${condition.fact} ≤ ${valueText(condition.fact, condition.value, language)}`
    case 'between':
      return `${valueText(condition.fact, condition.from, language)} ≤ ${condition.fact} ≤ ${valueText(condition.fact, condition.to, language)}`
  }
}

function valueText(fact: string, value: string | number | boolean, language: Language): string {
  if (typeof value === 'number' && fact.endsWith('Fen')) return yuan(value)
  if (typeof value === 'number' && fact.endsWith('Ms')) return duration(value, language)
  return String(value)
}
