import { type ExceptionWithPayload, fetchException } from '../api/exceptions.ts'
import { counted, t } from '../language/language.ts'
import { senderWord } from '../language/words.ts'
import { Drawer } from '../parts/drawer.tsx'
import { orderHref } from '../parts/links.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Instant } from '../parts/text.tsx'
import { shopName } from '../state/catalogue.ts'
import { useChanges } from '../state/live.ts'
import { useLoaded } from '../state/load.ts'
import { Details } from './broken-sum.tsx'
import { codeWord } from './code-names.ts'
import { ExceptionState } from './exception-row.tsx'
import { adviceFor, reasonOf } from './reason.ts'
import { Resolve } from './resolve.tsx'

export function ExceptionDrawer({ exceptionId, onClose, onChanged }: { exceptionId: string; onClose: () => void; onChanged: () => void }) {
  const loaded = useLoaded(exceptionId, (signal) => fetchException(exceptionId, signal))
  const { value, failure, reload } = loaded
  useChanges(['exceptions'], reload, [exceptionId])
  return (
    <Drawer title={value === undefined ? t('异常', 'Exception') : codeWord(value.code)} onClose={onClose}>
      {failure !== null && <FailureNotice failure={failure} retry={reload} />}
      {value === undefined && failure === null && <Notice title={t('正在读取…', 'Loading…')} />}
      {value !== undefined && (
        <>
          <Reason exception={value} />
          <Details details={value.details} />
          <About exception={value} />
          <Resolve
            exception={value}
            onChanged={() => {
              reload()
              onChanged()
            }}
          />
        </>
      )}
    </Drawer>
  )
}

/** In Chinese with what to do; what the server said stands below it, since it alone says what was expected of a field. */
function Reason({ exception }: { exception: ExceptionWithPayload }) {
  const reason = reasonOf(exception)
  const advice = adviceFor(exception)
  return (
    <>
      <p class="reason">{reason}</p>
      {advice !== null && <p class="hint">{advice}</p>}
      {reason !== exception.reason && (
        <p class="hint" lang="en">
          {exception.reason}
        </p>
      )}
    </>
  )
}

const About = ({ exception }: { exception: ExceptionWithPayload }) => {
  const { channel, shop, location, channelOrderId, orderId, code, attempts, corrections, firstAt, lastAt, stream, outcome } = exception
  return (
    <dl class="pairs">
      <dt>{t('状态', 'State')}</dt>
      <dd>
        <ExceptionState exception={exception} /> {outcome}
      </dd>
      <dt>{t('渠道', 'Channel')}</dt>
      <dd>
        {senderWord(channel)}
        {channel !== null && shop !== null && ` · ${shopName(channel, shop)}`}
        {location !== null && ` · ${location}`}
      </dd>
      <dt>{t('订单', 'Order')}</dt>
      <dd class="mono">{orderId === null ? (channelOrderId ?? '—') : <a href={orderHref(orderId)}>{channelOrderId}</a>}</dd>
      <dt>{t('代码', 'Code')}</dt>
      <dd class="mono">{code}</dd>
      <dt>{t('首次 / 最近', 'First / last')}</dt>
      <dd>
        <Instant at={firstAt} /> / <Instant at={lastAt} short /> ·{' '}
        {t(
          `尝试 ${attempts} 次，更正 ${corrections} 次`,
          `${counted(attempts, 'try', 'tries')}, ${counted(corrections, 'correction', 'corrections')}`,
        )}
      </dd>
      <dt>{t('存于', 'Kept in')}</dt>
      <dd class="mono">{stream}</dd>
    </dl>
  )
}
