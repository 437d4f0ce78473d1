import type { Fulfilment } from '../api/fulfilments.ts'
import { duration } from '../format/time.ts'
import { language, t } from '../language/language.ts'
import { channelWord, word } from '../language/words.ts'
import { orderHref } from '../parts/links.tsx'
import { Badge, Instant } from '../parts/text.tsx'
import { locationName } from '../state/catalogue.ts'
import { divisionName } from '../state/divisions.ts'
import { tones } from './states.ts'

/** Works of locations: how old, whose, where, and how far. A work leads to its order's story. */
export const WorkTable = ({ works, now }: { works: readonly Fulfilment[]; now: number }) => (
  <table class="table table-inner">
    <thead>
      <tr>
        <th scope="col">{t('已过', 'Age')}</th>
        <th scope="col">{t('订单', 'Order')}</th>
        <th scope="col">{t('状态', 'State')}</th>
        <th scope="col" class="wide-only">
          {t('地点', 'Location')}
        </th>
        <th scope="col" class="wide-only">
          {t('方式 · 收货地', 'Way · to')}
        </th>
        <th scope="col" class="wide-only">
          {t('应发出', 'To leave by')}
        </th>
        <th scope="col" class="wide-only">
          {t('商品', 'Items')}
        </th>
      </tr>
    </thead>
    <tbody>
      {works.map((work) => (
        <Row key={work.fulfilmentId} work={work} now={now} />
      ))}
    </tbody>
  </table>
)

const Row = ({ work, now }: { work: Fulfilment; now: number }) => (
  <tr class="row" data-fulfilment={work.fulfilmentId}>
    <td class="cell-time" title={t('自下达起', 'since it was asked for')}>
      {duration(Math.max(0, now - work.requestedAt), language.value)}
    </td>
    <th scope="row" class="cell-id">
      <a class="id-link" href={orderHref(work.orderId)} title={work.orderId}>
        {numberOf(work.orderId)}
      </a>
      <span class="under">{channelWord(work.channel)}</span>
      <span class="under narrow-only">{locationName(work.location)}</span>
    </th>
    <td class="cell-status">
      <span class="badges">
        <Badge tone={tones[work.state]}>{word(work.state)}</Badge>
        {isOverdue(work, now) && <Badge tone="bad">{lateBy(now - work.promisedBy!)}</Badge>}
        {work.open && work.acceptBy !== null && work.state === 'requested' && work.acceptBy < now && (
          <Badge tone="bad">{t('未按时接单', 'not taken in time')}</Badge>
        )}
        {work.overdue === 'sending' && <Badge tone="bad">{t('未按时发货', 'not sent in time')}</Badge>}
        {work.overdue === 'arrival' && <Badge tone="bad">{t('未按时签收', 'not arrived in time')}</Badge>}
        {work.callOff === 'asked' && <Badge tone="warn">{t('召回中', 'being called off')}</Badge>}
      </span>
      {work.reason !== null && <span class="under">{word(work.reason)}</span>}
    </td>
    <td class="wide-only">{locationName(work.location)}</td>
    <td class="wide-only">
      {word(work.kind)}
      <span class="under">{work.shipTo.map(divisionName).join(' ')}</span>
    </td>
    <td class="wide-only">{work.promisedBy === null ? <span class="none">—</span> : <Instant at={work.promisedBy} short />}</td>
    <td class="wide-only">{work.lines.map(({ sku, quantity }) => `${sku} ×${quantity}`).join('，')}</td>
  </tr>
)

export const isOverdue = ({ open, promisedBy }: Fulfilment, now: number): boolean => open && promisedBy !== null && promisedBy < now

const lateBy = (ms: number): string => t(`超时 ${duration(ms, 'zh')}`, `late by ${duration(ms, 'en')}`)

/** The channel's own number is the last of the words an order is known by. */
const numberOf = (orderId: string): string => decodeURIComponent(orderId.split('.').at(-1)!)
