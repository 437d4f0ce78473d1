import type { Order } from '../api/orders.ts'
import { t } from '../language/language.ts'
import { word } from '../language/words.ts'
import { locationHref } from '../parts/links.tsx'
import { Badge, Instant, Personal } from '../parts/text.tsx'
import { locationName } from '../state/catalogue.ts'

/** Who it is for and where it goes. */
export const PartiesPanel = ({ order: { buyer, regionName, personId } }: { order: Order }) => (
  <section class="panel" aria-labelledby="buyer-title">
    <header class="panel-head">
      <h2 id="buyer-title">{t('买家', 'Buyer')}</h2>
      {personId !== null && <span class="panel-note mono">{personId}</span>}
    </header>
    {buyer === null ? (
      <p class="empty">{t('尚不知道', 'Not known yet')}</p>
    ) : (
      <dl class="pairs">
        <dt>{t('姓名', 'Name')}</dt>
        <dd>
          <Personal text={buyer.name} />
        </dd>
        <dt>{t('手机', 'Phone')}</dt>
        <dd>
          <Personal text={buyer.phone} />
        </dd>
        <dt>{t('地址', 'Address')}</dt>
        <dd>
          {regionName} <Personal text={buyer.address} />
        </dd>
      </dl>
    )}
  </section>
)

export const FulfilmentsPanel = ({ order: { fulfilments, backorderDueAt, payBy, payStatus } }: { order: Order }) => (
  <section class="panel" aria-labelledby="fulfilments-title">
    <header class="panel-head">
      <h2 id="fulfilments-title">{t('履约', 'Fulfilment')}</h2>
      {payBy !== null && payStatus === 'unpaid' && (
        <span class="panel-note">
          {t('付款期限', 'pay by')} <Instant at={payBy} short />
        </span>
      )}
      {backorderDueAt !== null && (
        <span class="panel-note">
          {t('缺货等待至', 'waits for stock until')} <Instant at={backorderDueAt} short />
        </span>
      )}
    </header>
    {fulfilments.length === 0 ? (
      <p class="empty">{t('还没有下达履约', 'No location was asked yet')}</p>
    ) : (
      <table class="table table-inner">
        <tbody>
          {fulfilments.map(({ fulfilmentId, location, kind, state, waybills }) => (
            <tr key={fulfilmentId}>
              <th scope="row">
                <a href={locationHref(location)}>{locationName(location)}</a>
                <span class="under">{kind === null ? '' : word(kind)}</span>
              </th>
              <td>
                <Badge tone={fulfilmentTones[state]}>{word(state)}</Badge>
              </td>
              <td class="mono">{waybills.join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

const fulfilmentTones = {
  requested: 'accent',
  accepted: 'accent',
  packed: 'accent',
  dispatched: 'info',
  delivered: 'good',
  rejected: 'bad',
  refused: 'bad',
  cancelled: 'quiet',
  expired: 'bad',
} as const
