import type { Deadline } from '../api/status.ts'
import { t } from '../language/language.ts'
import { channelWord, word } from '../language/words.ts'
import { orderHref } from '../parts/links.tsx'
import { Instant, Money } from '../parts/text.tsx'

/** What is decided next unless something happens before. */
export const Deadlines = ({ deadlines }: { deadlines: readonly Deadline[] }) => (
  <section class="panel" aria-labelledby="deadlines-title">
    <header class="panel-head">
      <h2 id="deadlines-title">{t('最近的期限', 'Next deadlines')}</h2>
    </header>
    {deadlines.length === 0 ? (
      <p class="empty">{t('没有等待中的期限', 'No deadline is open')}</p>
    ) : (
      <table class="table table-inner">
        <tbody>
          {deadlines.map(({ kind, orderId, channel, dueAt, dueFen, capturedFen }) => (
            <tr key={`${kind}/${orderId}`}>
              <td class="cell-time">
                <Instant at={dueAt} short />
              </td>
              <td>{word(kind)}</td>
              <th scope="row" class="mono">
                <a href={orderHref(orderId)}>{orderId}</a>
              </th>
              <td class="wide-only">{channelWord(channel)}</td>
              <td class="number">{dueFen === 0 ? '' : <Money fen={dueFen - capturedFen} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
