import type { Installation } from '../api/visits.ts'
import { t } from '../language/language.ts'
import { type Tone, word } from '../language/words.ts'
import { orderHref } from '../parts/links.tsx'
import { Badge } from '../parts/text.tsx'
import { divisionName } from '../state/divisions.ts'

const tones: Readonly<Record<Installation['state'], Tone>> = {
  awaitingDelivery: 'info',
  toBook: 'warn',
  booked: 'accent',
  visitFailed: 'bad',
  completed: 'good',
  cancelled: 'quiet',
}

/** Work cards: whose they are, where, and how far. */
export const Cards = ({ cards, providerName }: { cards: readonly Installation[]; providerName: (provider: string) => string }) => (
  <table class="table table-inner">
    <thead>
      <tr>
        <th scope="col">{t('订单', 'Order')}</th>
        <th scope="col">{t('状态', 'State')}</th>
        <th scope="col" class="wide-only">
          {t('送装方式', 'Mode')}
        </th>
        <th scope="col" class="wide-only">
          {t('地区', 'Area')}
        </th>
        <th scope="col">{t('上门', 'Visit')}</th>
        <th scope="col" class="wide-only">
          {t('商品', 'Items')}
        </th>
      </tr>
    </thead>
    <tbody>
      {cards.map((card) => (
        <tr key={card.installationId} class="row">
          <th scope="row" class="mono">
            <a href={orderHref(card.orderId)}>{card.orderId}</a>
          </th>
          <td>
            <span class="badges">
              <Badge tone={tones[card.state]}>{word(card.state)}</Badge>
              {card.stalled !== null && <Badge tone="bad">{t(`空等：${word(card.stalled)}`, `waits for ${word(card.stalled)}`)}</Badge>}
            </span>
          </td>
          <td class="wide-only">{word(card.mode)}</td>
          <td class="wide-only">{card.regionPath.map(divisionName).join(' ')}</td>
          <td>
            <VisitOf card={card} providerName={providerName} />
          </td>
          <td class="wide-only">{card.lines.map(({ sku, quantity }) => `${sku} ×${quantity}`).join('，')}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const VisitOf = ({ card, providerName }: { card: Installation; providerName: (provider: string) => string }) => {
  const provider = card.provider ?? card.chosenProvider
  if (provider === null) return <span class="none">—</span>
  const when = card.date === null ? '' : ` · ${card.date.slice(5)} ${word(card.slot ?? '')}`
  const failed = card.failedVisits === 0 ? '' : t(` · 失败 ${card.failedVisits} 次`, ` · failed ${card.failedVisits}×`)
  return (
    <span>
      {providerName(provider)}
      {when}
      {failed}
    </span>
  )
}
