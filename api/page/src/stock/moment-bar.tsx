import { dateTime } from '../format/time.ts'
import { t } from '../language/language.ts'
import { AsOf } from '../parts/as-of.tsx'
import { replaceQuery } from '../state/address.ts'
import { shownMoment } from './moment.ts'

/** Chooses the moment of which the whole map is shown, and says so when that is not now. */
export function MomentBar() {
  const asOf = shownMoment()
  const isPast = asOf !== ''
  return (
    <div class={isPast ? 'as-of-bar as-of-bar-past' : 'as-of-bar'}>
      <AsOf value={asOf} onChange={(moment) => replaceQuery({ asOf: moment })} />
      {isPast && (
        <p class="as-of-note" role="status">
          <strong>{t(`历史库存：${momentText(asOf)}`, `Past stock: ${momentText(asOf)}`)}</strong>{' '}
          {t('显示的是台账当时所知的库存，不随台账更新', 'as the ledger knew it then; it does not follow the ledger')}
        </p>
      )}
    </div>
  )
}

function momentText(asOf: string): string {
  if (/^\d+$/.test(asOf)) return t(`日志位置 ${asOf}`, `log position ${asOf}`)
  const instant = Date.parse(asOf)
  return Number.isNaN(instant) ? asOf : dateTime(instant)
}
