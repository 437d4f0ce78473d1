import type { Order } from '../api/orders.ts'
import { yuan } from '../format/money.ts'
import { nameIn, t } from '../language/language.ts'
import { bearerNames, word } from '../language/words.ts'
import { skuHref } from '../parts/links.tsx'
import { Count, Money } from '../parts/text.tsx'
import type { ChargedLine } from './receivable.ts'

/** The lines with their units, who bears which discount, and what each is worth. */
export const LinesPanel = ({ lines, charged }: { lines: Order['lines']; charged: readonly ChargedLine[] }) => (
  <section class="panel" aria-labelledby="lines-title">
    <header class="panel-head">
      <h2 id="lines-title">{t('订单行', 'Lines')}</h2>
    </header>
    <table class="table table-inner table-lines">
      <thead>
        <tr>
          <th scope="col">{t('商品', 'Item')}</th>
          <th scope="col" class="number">
            {t('数量', 'Units')}
          </th>
          <th scope="col" class="number wide-only">
            {t('标价', 'List')}
          </th>
          <th scope="col" class="wide-only">
            {t('优惠（承担方）', 'Discounts by bearer')}
          </th>
          <th scope="col" class="number">
            {t('买家', 'Buyer')}
          </th>
          <th scope="col" class="number wide-only">
            {t('应收', 'Receivable')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Line key={line.lineId} line={line} charged={charged.find(({ lineId }) => lineId === line.lineId)} />
        ))}
      </tbody>
    </table>
  </section>
)

const Line = ({ line, charged }: { line: Order['lines'][number]; charged: ChargedLine | undefined }) => (
  <tr class={line.cancelled >= line.quantity ? 'line-cancelled' : ''}>
    <th scope="row">
      <span>{line.kind === 'freight' ? word(line.kind) : line.title}</span>
      <span class="under">
        {(line.kind === 'gift' || line.kind === 'service') && `${word(line.kind)} · `}
        {line.sku !== null && line.takesStock ? (
          <a class="mono" href={skuHref(line.sku)}>
            {line.sku}
          </a>
        ) : (
          <span class="mono">{line.sku ?? ''}</span>
        )}
        {line.brand !== '' && ` · ${line.brand}`}
      </span>
    </th>
    <td class="number">
      <Count units={line.quantity} />
      {line.cancelled > 0 && <span class="under">{t(`取消 ${line.cancelled}`, `${line.cancelled} cancelled`)}</span>}
      {line.shipped > 0 && <span class="under">{t(`已发 ${line.shipped}`, `${line.shipped} shipped`)}</span>}
    </td>
    <td class="number wide-only">
      <Money fen={line.listFen} />
    </td>
    <td class="wide-only">
      <Discounts charged={charged} />
    </td>
    <td class="number">
      <Money fen={line.buyerFen} />
    </td>
    <td class="number wide-only">
      <Money fen={line.receivableFen} />
    </td>
  </tr>
)

function Discounts({ charged }: { charged: ChargedLine | undefined }) {
  const discounts = charged?.discounts.filter(({ amountFen }) => amountFen > 0) ?? []
  if (discounts.length === 0) return <span class="none">—</span>
  return (
    <ul class="discounts">
      {discounts.map(({ bearer, instrument, amountFen, unitFen, source }, place) => (
        <li
          key={`${bearer}/${instrument}/${place}`}
          title={t(`每件 ${unitFen.map(yuan).join(' + ')}`, `per unit ${unitFen.map(yuan).join(' + ')}`)}
        >
          <span class={`bearer bearer-${bearer}`}>{nameIn(bearerNames[bearer])}</span> <Money fen={amountFen} />
          {source === 'profile' && <span class="assumed">{t('按渠道约定', 'by profile')}</span>}
        </li>
      ))}
    </ul>
  )
}
