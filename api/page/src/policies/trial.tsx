import { auditOutcomes } from '../../../../domain/audit/outcomes.ts'
import type { Trial } from '../api/policies.ts'
import { counted, t } from '../language/language.ts'
import { word } from '../language/words.ts'
import { orderHref } from '../parts/links.tsx'
import { Count } from '../parts/text.tsx'

/** What other rules would have made of past orders, beside those in force. */
export const TrialReport = ({ trial: { orders, proposed, inForce, different, estimated, next } }: { trial: Trial }) => (
  <section class="panel" aria-labelledby="trial-title">
    <header class="panel-head">
      <h2 id="trial-title">{t('试跑结果', 'On past orders')}</h2>
      <p class="hint">
        {t(`最近 ${orders} 单`, `the last ${counted(orders, 'order', 'orders')}`)}
        {next !== null && t('，期间内还有更多', ', more in the period')}
      </p>
    </header>
    <table class="table table-inner">
      <thead>
        <tr>
          <th scope="col">{t('结果', 'Outcome')}</th>
          <th scope="col" class="number">{`${t('生效中', 'In force')} v${inForce.version}`}</th>
          <th scope="col" class="number">
            {t('试跑', 'Proposed')}
          </th>
        </tr>
      </thead>
      <tbody>
        {auditOutcomes.map((outcome) => (
          <tr key={outcome}>
            <th scope="row">{word(outcome)}</th>
            <td class="number">
              <Count units={inForce.outcomes[outcome] ?? 0} />
            </td>
            <td class="number">
              <Count units={proposed.outcomes[outcome] ?? 0} />
            </td>
          </tr>
        ))}
        {proposed.rules.map(({ rule, orders: matched }) => (
          <tr key={rule}>
            <th scope="row" class="mono">
              {rule}
            </th>
            <td />
            <td class="number">
              <Count units={matched} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {different.samples.length > 0 && (
      <p class="hint">
        {t(`${different.orders} 单结果不同，例如 `, `${counted(different.orders, 'order differs', 'orders differ')}, such as `)}
        {different.samples.slice(0, 3).map(({ orderId }) => (
          <a key={orderId} class="mono" href={orderHref(orderId)}>
            {orderId}{' '}
          </a>
        ))}
      </p>
    )}
    {estimated.length > 0 && (
      <p class="hint">
        {t('只能估计的事实', 'Facts that can only be guessed of the past')}: {estimated.join(', ')}
      </p>
    )}
  </section>
)
