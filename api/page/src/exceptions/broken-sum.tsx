import type { Exception } from '../api/exceptions.ts'
import { t } from '../language/language.ts'
import { Money } from '../parts/text.tsx'

/** What is wrong in the message's own terms: both sides of a sum that does not come out, or the values that were refused. */
export function Details({ details }: { details: Exception['details'] }) {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return null
  const { leftFen, rightFen, equation, ...rest } = details as Readonly<Record<string, unknown>>
  const isSum = typeof leftFen === 'number' && typeof rightFen === 'number'
  const others = Object.entries(isSum ? rest : (details as Readonly<Record<string, unknown>>))
  return (
    <>
      {isSum && <BrokenSum equation={String(equation ?? '')} leftFen={leftFen} rightFen={rightFen} />}
      {others.length > 0 && (
        <dl class="pairs">
          {others.map(([name, value]) => (
            <div key={name} class="pair">
              <dt class="mono">{name}</dt>
              <dd class="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

const BrokenSum = ({ equation, leftFen, rightFen }: { equation: string; leftFen: number; rightFen: number }) => (
  <div class="broken-sum">
    {equation !== '' && <p class="mono">{equation}</p>}
    <div class="equation">
      <span class="term">
        <span class="term-label">{t('左边', 'Left side')}</span>
        <Money fen={leftFen} />
      </span>
      <span class="operator operator-bad">≠</span>
      <span class="term">
        <span class="term-label">{t('右边', 'Right side')}</span>
        <Money fen={rightFen} />
      </span>
      <span class="term term-difference">
        <span class="term-label">{t('相差', 'Difference')}</span>
        <Money fen={leftFen - rightFen} />
      </span>
    </div>
  </div>
)
