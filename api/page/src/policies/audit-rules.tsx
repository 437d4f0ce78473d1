import type { AuditOutcome } from '../../../../domain/audit/outcomes.ts'
import type { AuditDocument, AuditRule } from '../../../../domain/policy/kinds/audit.ts'
import { duration } from '../format/time.ts'
import { language, t } from '../language/language.ts'
import { type Tone, word } from '../language/words.ts'
import { Badge } from '../parts/text.tsx'
import { conditionText } from './condition-text.ts'

const tones: Readonly<Record<AuditOutcome, Tone>> = { pass: 'good', merge: 'info', hold: 'warn', cancel: 'bad' }

/** The rules of an audit, from the first to the last. */
export const AuditRules = ({ document: { rules } }: { document: AuditDocument }) =>
  rules.length === 0 ? (
    <p class="empty">{t('没有规则：所有订单都通过', 'No rules: every order passes')}</p>
  ) : (
    <table class="table table-inner">
      <thead>
        <tr>
          <th scope="col">{t('规则', 'Rule')}</th>
          <th scope="col">{t('条件', 'When')}</th>
          <th scope="col">{t('结果', 'Outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.id}>
            <th scope="row" class="mono">
              {rule.id}
            </th>
            <td>{conditionText(rule.when, language.value)}</td>
            <td>
              <Badge tone={tones[rule.outcome.do]}>{word(rule.outcome.do)}</Badge>
              <span class="under">{whyOf(rule)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )

function whyOf({ outcome }: AuditRule): string {
  if (outcome.do !== 'hold') return outcome.do === 'cancel' ? outcome.reason : ''
  const until = outcome.forMs === null ? t('直至人工放行', 'until released') : duration(outcome.forMs, language.value)
  return `${outcome.reason} · ${until}`
}
