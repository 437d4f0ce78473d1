import type { Exception } from '../api/exceptions.ts'
import { t } from '../language/language.ts'
import { senderWord, word } from '../language/words.ts'
import { orderHref } from '../parts/links.tsx'
import { Badge, Count, Instant } from '../parts/text.tsx'
import { withQuery } from '../state/address.ts'
import { shopName } from '../state/catalogue.ts'
import { codeWord } from './code-names.ts'
import { reasonOf } from './reason.ts'

export const ExceptionRow = ({ exception }: { exception: Exception }) => {
  const { exceptionId, channel, shop, location, code, channelOrderId, orderId, attempts, lastAt } = exception
  return (
    <tr class="row">
      <td class="cell-time wide-only">
        <Instant at={lastAt} short />
      </td>
      <td class="wide-only cell-shop">
        <span class="strong">{senderWord(channel)}</span>
        {channel !== null && shop !== null && <span class="under">{shopName(channel, shop)}</span>}
        {location !== null && <span class="under">{location}</span>}
      </td>
      <th scope="row" class="cell-reason">
        <a href={withQuery({ id: exceptionId })}>{codeWord(code)}</a>
        <span class="under">{reasonOf(exception)}</span>
        <span class="under narrow-only">
          {senderWord(channel)} <Instant at={lastAt} short />
        </span>
      </th>
      <td class="wide-only cell-shop">
        {channelOrderId === null ? (
          <span class="none">—</span>
        ) : orderId === null ? (
          channelOrderId
        ) : (
          <a href={orderHref(orderId)}>{channelOrderId}</a>
        )}
      </td>
      <td class="number wide-only">
        <Count units={attempts} />
      </td>
      <td>
        <ExceptionState exception={exception} />
      </td>
    </tr>
  )
}

export const ExceptionState = ({ exception: { open, resolution } }: { exception: Pick<Exception, 'open' | 'resolution'> }) => (
  <Badge tone={open ? 'bad' : resolution === 'dropped' ? 'quiet' : 'good'}>{open ? t('待处理', 'open') : word(resolution ?? '')}</Badge>
)
