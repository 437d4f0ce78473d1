import type { Counts } from '../api/stock.ts'
import type { Name } from '../language/language.ts'
import { nameBeside, nameIn } from '../language/language.ts'
import { Count } from '../parts/text.tsx'

export const countNames: { readonly [Field in keyof Counts]: Name } = {
  onHand: { zh: '现货', en: 'On hand' },
  reserved: { zh: '占用', en: 'Reserved' },
  inTransit: { zh: '在途', en: 'In transit' },
  damaged: { zh: '残次', en: 'Damaged' },
  safetyStock: { zh: '安全库存', en: 'Safety stock' },
  availableToPromise: { zh: '可售', en: 'Available to promise' },
}
export const countFields = Object.keys(countNames) as (keyof Counts)[]
/** Of less weight: left out where there is little room. */
const secondary: ReadonlySet<keyof Counts> = new Set(['inTransit', 'damaged', 'safetyStock'])
const classOf = (field: keyof Counts): string => `number${secondary.has(field) ? ' wide-only' : ''}`

export const CountsHead = () => (
  <>
    {countFields.map((field) => (
      <th key={field} scope="col" class={classOf(field)} title={nameBeside(countNames[field])}>
        {nameIn(countNames[field])}
      </th>
    ))}
  </>
)

export const CountsCells = ({ counts }: { counts: Counts }) => (
  <>
    {countFields.map((field) => (
      <td
        key={field}
        class={`${classOf(field)}${field === 'availableToPromise' ? ' available' : ''}${isOut(field, counts) ? ' available-none' : ''}`}
      >
        <Count units={counts[field]} />
      </td>
    ))}
  </>
)

const isOut = (field: keyof Counts, { onHand, availableToPromise }: Counts): boolean =>
  field === 'availableToPromise' && availableToPromise <= 0 && onHand > 0

/** The totals as one strip, each under both of its names. */
export const CountsStrip = ({ counts }: { counts: Counts }) => (
  <dl class="strip">
    {countFields.map((field) => (
      <div key={field} class={field === 'availableToPromise' ? 'strip-item strip-main' : 'strip-item'}>
        <dt>
          {nameIn(countNames[field])} <span class="beside">{nameBeside(countNames[field])}</span>
        </dt>
        <dd>
          <Count units={counts[field]} />
        </dd>
      </div>
    ))}
  </dl>
)

const noCounts: Counts = { onHand: 0, reserved: 0, inTransit: 0, damaged: 0, safetyStock: 0, availableToPromise: 0 }

export function totalOf(all: readonly Counts[]): Counts {
  const total = { ...noCounts }
  for (const counts of all) for (const field of countFields) total[field] += counts[field]
  return total
}
