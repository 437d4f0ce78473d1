import { yuan } from '../format/money.ts'
import { nameIn, t } from '../language/language.ts'
import { bearerNames, word } from '../language/words.ts'
import { Instant, Money } from '../parts/text.tsx'
import type { Payment, Refund } from './money-facts.ts'
import type { Receivable } from './receivable.ts'

const Term = ({ label, fen, strong = false }: { label: string; fen: number; strong?: boolean }) => (
  <span class={strong ? 'term term-strong' : 'term'}>
    <span class="term-label">{label}</span>
    <Money fen={fen} />
  </span>
)
const Operator = ({ children }: { children: string }) => <span class="operator">{children}</span>

/** What the merchant is owed, seen from both sides. */
export function ReceivablePanel({ receivable }: { receivable: Receivable }) {
  const { listFen, merchantFen, buyerFen, others, receivableFen, otherChargesFen, holds } = receivable
  return (
    <section class="panel" aria-labelledby="receivable-title">
      <header class="panel-head">
        <h2 id="receivable-title">
          {t('应收', 'Receivable')} <span class="beside">{t('Receivable', '应收')}</span>
        </h2>
        <span class={holds ? 'holds holds-yes' : 'holds holds-no'} role="status">
          {holds ? t('两边相等，分毫不差', 'both sides agree to the fen') : t('两边不等', 'the sides differ')}
        </span>
      </header>
      <div class="equation">
        <Term label={t('标价', 'List')} fen={listFen} />
        <Operator>−</Operator>
        <Term label={t('商家优惠', "Merchant's discount")} fen={merchantFen} />
        <Operator>=</Operator>
        <Term label={t('应收', 'Receivable')} fen={receivableFen} strong />
      </div>
      <div class="equation">
        <Term label={t('买家', 'Buyer')} fen={buyerFen} />
        {others.map(({ bearer, amountFen }) => (
          <span key={bearer} class="equation-part">
            <Operator>+</Operator>
            <Term label={nameIn(bearerNames[bearer])} fen={amountFen} />
          </span>
        ))}
        <Operator>=</Operator>
        <Term label={t('应收', 'Receivable')} fen={receivableFen} strong />
      </div>
      {otherChargesFen > 0 && (
        <p class="hint">
          {t('买家另付其他费用', 'The buyer pays other charges on top:')} {yuan(otherChargesFen)}
        </p>
      )}
    </section>
  )
}

export function PaymentsPanel({
  payments,
  refunds,
  capturedFen,
  dueFen,
}: {
  payments: readonly Payment[]
  refunds: readonly Refund[]
  capturedFen: number
  dueFen: number
}) {
  return (
    <section class="panel" aria-labelledby="payments-title">
      <header class="panel-head">
        <h2 id="payments-title">{t('收款与退款', 'Payments and refunds')}</h2>
        <span class="panel-note">
          {t('实收', 'captured')} <Money fen={capturedFen} /> / {t('应付', 'due')} <Money fen={dueFen} />
        </span>
      </header>
      {payments.length === 0 && refunds.length === 0 ? (
        <p class="empty">{t('还没有收款', 'Nothing was paid yet')}</p>
      ) : (
        <table class="table table-inner">
          <tbody>
            {payments.map(({ paymentId, stage, amountFen, method, paidAt }) => (
              <tr key={paymentId}>
                <th scope="row">
                  {t('收款', 'Payment')} · {word(stage)}
                  <span class="under mono">{paymentId}</span>
                </th>
                <td>{method ?? ''}</td>
                <td>
                  <Instant at={paidAt} short />
                </td>
                <td class="number">
                  <Money fen={amountFen} />
                </td>
              </tr>
            ))}
            {refunds.map(({ afterSalesId, kind, askedFen, committedFen, paidFen, at }) => (
              <tr key={afterSalesId}>
                <th scope="row">
                  {t('退款', 'Refund')}
                  {kind !== null && ` · ${word(kind)}`}
                  <span class="under mono">{afterSalesId}</span>
                </th>
                <td>{paidFen > 0 ? t('已付', 'paid') : committedFen > 0 ? t('已承诺', 'committed') : t('申请中', 'asked for')}</td>
                <td>
                  <Instant at={at} short />
                </td>
                <td class="number refunded">
                  <Money fen={-(paidFen || committedFen || askedFen || 0)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
