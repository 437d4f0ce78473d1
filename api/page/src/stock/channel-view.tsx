import { fetchCells } from '../api/stock.ts'
import { channels } from '../language/channels.ts'
import { counted, t } from '../language/language.ts'
import { channelWord } from '../language/words.ts'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Count } from '../parts/text.tsx'
import { address, withQuery } from '../state/address.ts'
import { allPages } from './all-pages.ts'
import { useStock } from './moment.ts'
import { type ChannelShare, Shares, sharesOf } from './shares.tsx'

const mostListed = 300

const quotasFirst = (one: ChannelShare, other: ChannelShare): number =>
  Number(one.quota === null) - Number(other.quota === null) || other.reserved - one.reserved

/** What each channel has reserved, and which quotas it has; then one channel's, SKU by SKU. */
export function ChannelView() {
  const { channel: chosen = channels[0]! } = address.value.query
  const cells = useStock('cells', ['stock-map'], (asOf, signal) => allPages((after) => fetchCells({ after, asOf }, 200, signal)))
  if (cells.failure !== null && cells.value === undefined) return <FailureNotice failure={cells.failure} retry={cells.reload} />
  if (cells.value === undefined) return <Notice title={t('正在读取…', 'Loading…')} />
  const shares = sharesOf(cells.value.items)
  const own = shares.filter(({ channel }) => channel === chosen).sort(quotasFirst)
  return (
    <>
      <ul class="cards">
        {channels.map((channel) => {
          const of = shares.filter((share) => share.channel === channel)
          const quotas = of.filter(({ quota }) => quota !== null)
          return (
            <li key={channel}>
              <a class="card" href={withQuery({ channel })} aria-current={channel === chosen ? 'true' : undefined}>
                <span class="card-name">{channelWord(channel)}</span>
                <span class="card-count">
                  <Count units={of.reduce((sum, { reserved }) => sum + reserved, 0)} />
                </span>
                <span class="card-note">
                  {t('占用', 'reserved')} · {t(`${quotas.length} 条配额`, counted(quotas.length, 'quota', 'quotas'))}
                </span>
              </a>
            </li>
          )
        })}
      </ul>
      {own.length === 0 ? (
        <Notice title={t('这个渠道没有配额，也没有占用', 'This channel has neither quotas nor reservations')}>
          <p>{t('没有配额的渠道共用全部可售库存。', 'Channels without a quota share whatever is available.')}</p>
        </Notice>
      ) : (
        <Shares shares={own.slice(0, mostListed)} withSku />
      )}
      {(own.length > mostListed || !cells.value.complete) && (
        <Notice
          tone="warn"
          title={t('条目过多，只列出占用最多的一部分', 'There are more entries; those with the most reserved are listed')}
        />
      )}
    </>
  )
}
