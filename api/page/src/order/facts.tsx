import type { ComponentChildren } from 'preact'
import { count, difference } from '../format/money.ts'
import { toldFields } from '../language/events.ts'
import { fieldNames, type KnownField, type Shape } from '../language/fields.ts'
import { nameIn, t } from '../language/language.ts'
import { channelWord, holdWord, word } from '../language/words.ts'
import { Instant, Money } from '../parts/text.tsx'
import { kindNames, kinds } from '../policies/policy-names.ts'
import { locationName } from '../state/catalogue.ts'
import { thingsOf } from './things.ts'

const places: ReadonlySet<string> = new Set(['location', 'from', 'to', 'returnedTo'])

/** What an event says at a glance; facts it does not have are left out. */
export function Facts({ type, data }: { type: string; data: Readonly<Record<string, unknown>> }) {
  const told = toldFields(type).filter((field) => data[field] !== null && data[field] !== undefined && !isEmptyList(data[field]))
  if (told.length === 0) return null
  return (
    <dl class="facts">
      {told.map((field) => (
        <div key={field} class="fact">
          <dt>{nameIn(fieldNames[field])}</dt>
          <dd>{shown(field, fieldNames[field].as, data[field])}</dd>
        </div>
      ))}
    </dl>
  )
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

function shown(field: KnownField, as: Shape, value: unknown): ComponentChildren {
  if (as === 'things') return <Things texts={thingsOf(value, locationName)} />
  if (as === 'policy') return policyText(value as PolicyVersion)
  if (typeof value === 'boolean') return value ? t('是', 'yes') : t('否', 'no')
  if (typeof value === 'number') {
    if (as === 'fen') return <Money fen={value} />
    if (as === 'instant') return <Instant at={value} />
    return as === 'difference' ? difference(value) : count(value)
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (places.has(field)) return locationName(text)
  if (field === 'channel') return channelWord(text)
  if (as === 'word') return holdWord(word(text))
  return as === 'id' ? <span class="mono">{text}</span> : text
}

interface PolicyVersion {
  readonly name: string
  readonly version: number
}

const policyText = ({ name, version }: PolicyVersion): string => {
  const kind = kinds.find((each) => each === name.split('.')[0])
  const what = kind === undefined ? name : nameIn(kindNames[kind])
  return t(`${what}策略第 ${version} 版`, `${what} policy, version ${version}`)
}

const Things = ({ texts }: { texts: readonly string[] }) => (
  <span class="things">
    {texts.map((text) => (
      <span key={text} class="thing">
        {text}
      </span>
    ))}
  </span>
)
