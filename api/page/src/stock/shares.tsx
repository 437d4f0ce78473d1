import type { ChannelStock } from '../../../../projections/stock-map/document.ts'
import type { Cell } from '../api/stock.ts'
import { nameIn, t } from '../language/language.ts'
import { channelWord, word } from '../language/words.ts'
import { locationHref } from '../parts/links.tsx'
import { Badge, Count } from '../parts/text.tsx'
import { locationName } from '../state/catalogue.ts'
import { countNames } from './counts.tsx'
import { shownMoment } from './moment.ts'
import { SkuCell } from './sku-cell.tsx'

/** What one channel has of one SKU at one location. */
export interface ChannelShare extends ChannelStock {
  readonly channel: string
  readonly sku: string
  readonly location: string
}

export const sharesOf = (cells: readonly Cell[]): readonly ChannelShare[] =>
  cells.flatMap(({ sku, location, channels }) =>
    Object.entries(channels).flatMap(([channel, share]) =>
      share.quota !== null || share.reserved > 0 ? [{ ...share, channel, sku, location }] : [],
    ),
  )

/** Channels' quotas and open reservations. */
export const Shares = ({ shares, withSku = false }: { shares: readonly ChannelShare[]; withSku?: boolean }) => {
  if (shares.length === 0) return null
  return (
    <section class="panel" aria-labelledby="shares-title">
      <header class="panel-head">
        <h2 id="shares-title">{t('渠道配额与占用', 'Channel quotas and reservations')}</h2>
      </header>
      <table class="table table-inner">
        <thead>
          <tr>
            {withSku ? <th scope="col">SKU</th> : <th scope="col">{t('渠道', 'Channel')}</th>}
            <th scope="col">{t('地点', 'Location')}</th>
            <th scope="col" class="number">
              {t('配额', 'Quota')}
            </th>
            <th scope="col" class="number">
              {nameIn(countNames.reserved)}
            </th>
            <th scope="col" class="number wide-only">
              {t('已出库', 'Issued')}
            </th>
            <th scope="col" class="number">
              {nameIn(countNames.availableToPromise)}
            </th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={`${share.channel}/${share.sku}/${share.location}`}>
              {withSku ? <SkuCell sku={share.sku} /> : <th scope="row">{channelWord(share.channel)}</th>}
              <td>
                <a href={locationHref(share.location, shownMoment())}>{locationName(share.location)}</a>
              </td>
              <td class="number">
                {share.quota === null ? <span class="none">—</span> : <Count units={share.quota} />}{' '}
                {share.quotaKind !== null && (
                  <Badge tone={share.quotaKind === 'exclusive' ? 'accent' : 'quiet'}>{word(share.quotaKind)}</Badge>
                )}
              </td>
              <td class="number">
                <Count units={share.reserved} />
              </td>
              <td class="number wide-only">
                <Count units={share.issued} />
              </td>
              <td class="number available">
                <Count units={share.availableToPromise} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
