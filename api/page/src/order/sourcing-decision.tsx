import type { EventOfType } from '../../../../domain/events.ts'
import { yuan } from '../format/money.ts'
import { counted, nameIn, t } from '../language/language.ts'
import { costNames, costParts, type DropReason, dropNames } from '../language/sourcing.ts'
import { Badge, Money } from '../parts/text.tsx'
import { locationName } from '../state/catalogue.ts'
import { Locations } from './sourcing-locations.tsx'

export type Decision = EventOfType<'SourcingDecided'>['data']
type Plan = Decision['best'][number]

/** Why the order is sent from where it is: the rule, what was ruled out, and what each of the best plans would cost. */
export function SourcingDecision({ decision }: { decision: Decision }) {
  return (
    <div class="sourcing">
      <p class="sourcing-why">
        {whyOf(decision)} {decision.best.length > 0 && <Proof decision={decision} />}
      </p>
      <Dropped decision={decision} />
      {decision.best.length > 0 && <Plans plans={decision.best} />}
      <Locations orderId={decision.orderId} decision={decision.decision} />
    </div>
  )
}

export function whyOf({ best, candidates, policy, tariff }: Decision): string {
  const by = t(`规则第 ${policy.version} 版、运价第 ${tariff.version} 版`, `rules ${policy.version}, tariff ${tariff.version}`)
  const [plan] = best
  if (plan === undefined) return t(`没有符合规则的方案（${by}）`, `No plan keeps the rules (${by})`)
  const from = plan.legs.map(({ location }) => locationName(location)).join(' + ')
  const among = t(`${candidates} 个可用地点中成本最低`, `cheapest of what ${counted(candidates, 'location', 'locations')} could send`)
  return t(`由 ${from} 发货，${yuan(plan.cost.totalFen)}：${among}（${by}）`, `From ${from}, ${yuan(plan.cost.totalFen)}: ${among} (${by})`)
}

const Proof = ({ decision: { proven, gapFen, beyond } }: { decision: Decision }) =>
  proven ? (
    <Badge tone="good">{t('已证明最优', 'proven')}</Badge>
  ) : (
    <Badge tone="warn" title={t(`另有 ${beyond} 个较远地点未查看`, `${beyond} further away were not looked at`)}>
      {t(`未证明，差距至多 ${yuan(gapFen ?? 0)}`, `not proven, gap ${yuan(gapFen ?? 0)}`)}
    </Badge>
  )

function Dropped({ decision: { dropped, beyond } }: { decision: Decision }) {
  const reasons = Object.entries(dropped) as [DropReason, number][]
  if (reasons.length === 0 && beyond === 0) return null
  return (
    <ul class="sourcing-dropped" aria-label={t('排除的地点', 'Locations ruled out')}>
      {reasons.map(([reason, locations]) => (
        <li key={reason}>
          {nameIn(dropNames[reason])} <b>{locations}</b>
        </li>
      ))}
      {beyond > 0 && (
        <li>
          {t('较远未查看', 'too far to be looked at')} <b>{beyond}</b>
        </li>
      )}
    </ul>
  )
}

function Plans({ plans }: { plans: readonly Plan[] }) {
  const parts = costParts.filter((part) => plans.some(({ cost }) => cost[part] > 0))
  return (
    <div class="sourcing-plans">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('方案', 'Plan')}</th>
            <th scope="col" class="number">
              {t('合计', 'Total')}
            </th>
            {parts.map((part) => (
              <th key={part} scope="col" class="number">
                {nameIn(costNames[part])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plans.map((plan, rank) => (
            <tr key={legsText(plan)} class={rank === 0 ? 'sourcing-chosen' : undefined}>
              <td>{rank + 1}</td>
              <td>{legsText(plan)}</td>
              <td class="number">
                <Money fen={plan.cost.totalFen} />
              </td>
              {parts.map((part) => (
                <td key={part} class="number">
                  <Money fen={plan.cost[part]} quiet />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export const legsText = ({ legs }: Pick<Plan, 'legs'>): string =>
  legs
    .map(({ location, units, lateDays }) => {
      const sent = units.map(({ sku, quantity }) => `${sku} ×${quantity}`).join('、')
      const late = lateDays > 0 ? t(`，晚 ${lateDays} 天`, `, ${counted(lateDays, 'day', 'days')} late`) : ''
      return `${locationName(location)}: ${sent}${late}`
    })
    .join(' + ')
