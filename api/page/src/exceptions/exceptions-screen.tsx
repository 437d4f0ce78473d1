import { useState } from 'preact/hooks'
import type { Exception } from '../api/exceptions.ts'
import { fetchExceptions } from '../api/exceptions.ts'
import type { Page } from '../api/http.ts'
import { channels } from '../language/channels.ts'
import { nameIn, t } from '../language/language.ts'
import { channelNames } from '../language/words.ts'
import { Field, Select } from '../parts/form.tsx'
import { Tabs } from '../parts/links.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Bilingual } from '../parts/text.tsx'
import { screens } from '../shell/screens.ts'
import { address, replaceQuery, withQuery } from '../state/address.ts'
import { useChanges } from '../state/live.ts'
import { type Loaded, useLoaded } from '../state/load.ts'
import { codeNames } from './code-names.ts'
import { ExceptionDrawer } from './exception-drawer.tsx'
import { ExceptionRow } from './exception-row.tsx'

const pageSize = 50
const mostRows = 200

/** Messages that could not be taken further, and what to do about them. */
export function ExceptionsScreen() {
  const { open = 'true', channel, code, id } = address.value.query
  const [rows, setRows] = useState(pageSize)
  const list = useLoaded(
    JSON.stringify([open, channel, code, rows]),
    (signal) => fetchExceptions({ open, channel, code }, undefined, rows, signal),
    'exceptions',
  )
  useChanges(['exceptions'], list.reload)
  return (
    <section aria-labelledby="title">
      <div class="head">
        <h1 id="title">
          <Bilingual name={screens.exceptions} />
        </h1>
        <p class="head-note">
          {t('没有任何报文会丢失：它们在这里等待更正或重试', 'No message is lost: they wait here to be corrected or retried')}
        </p>
      </div>
      <Tabs
        label={t('处理状态', 'State')}
        tabs={[
          { href: withQuery({ open: '', id: '' }), label: t('待处理', 'Open'), current: open === 'true' },
          { href: withQuery({ open: 'false', id: '' }), label: t('已处理', 'Resolved'), current: open === 'false' },
          { href: withQuery({ open: 'all', id: '' }), label: t('全部', 'All'), current: open === 'all' },
        ]}
      />
      <search class="filters filters-open">
        <div class="filters-fields">
          <Field label={t('渠道', 'Channel')}>
            <Select
              value={channel ?? ''}
              any={t('全部', 'All')}
              options={channels.map((value) => ({ value, label: nameIn(channelNames[value]) }))}
              onChange={(chosen) => replaceQuery({ channel: chosen })}
            />
          </Field>
          <Field label={t('原因', 'Reason')}>
            <Select
              value={code ?? ''}
              any={t('全部', 'All')}
              options={Object.entries(codeNames).map(([value, name]) => ({ value, label: nameIn(name) }))}
              onChange={(chosen) => replaceQuery({ code: chosen })}
            />
          </Field>
        </div>
      </search>
      <List list={list} open={open} onMore={() => setRows(mostRows)} canGrow={rows < mostRows} />
      {id !== undefined && <ExceptionDrawer key={id} exceptionId={id} onClose={() => replaceQuery({ id: '' })} onChanged={list.reload} />}
    </section>
  )
}

interface ListProps {
  readonly list: Loaded<Page<Exception>>
  readonly open: string
  readonly canGrow: boolean
  readonly onMore: () => void
}

function List({ list: { value, failure, loading, reload }, open, canGrow, onMore }: ListProps) {
  if (failure !== null && value === undefined) return <FailureNotice failure={failure} retry={reload} />
  if (value === undefined) return <Notice title={t('正在读取…', 'Loading…')} />
  if (value.items.length === 0) {
    return open === 'true' ? (
      <Notice title={t('没有待处理的异常', 'Nothing waits to be resolved')}>
        <p>{t('所有报文都已顺利入账。', 'Every message went through.')}</p>
      </Notice>
    ) : (
      <Notice title={t('没有符合条件的异常', 'No exception matches')} />
    )
  }
  return (
    <>
      <table class={loading ? 'table table-loading' : 'table'} aria-busy={loading}>
        <thead>
          <tr>
            <th scope="col" class="wide-only">
              {t('最近一次', 'Last')}
            </th>
            <th scope="col" class="wide-only">
              {t('渠道 · 店铺', 'Channel · shop')}
            </th>
            <th scope="col">{t('原因', 'Reason')}</th>
            <th scope="col" class="wide-only">
              {t('平台订单号', "Channel's order")}
            </th>
            <th scope="col" class="number wide-only">
              {t('尝试', 'Tries')}
            </th>
            <th scope="col">{t('状态', 'State')}</th>
          </tr>
        </thead>
        <tbody>
          {value.items.map((exception) => (
            <ExceptionRow key={exception.exceptionId} exception={exception} />
          ))}
        </tbody>
      </table>
      {value.next !== null && (
        <div class="more">
          {canGrow ? (
            <button type="button" class="button" disabled={loading} onClick={onMore}>
              {t('再看更多', 'Show more')}
            </button>
          ) : (
            <span>{t('更早的请按渠道或原因筛选', 'For earlier ones filter by channel or reason')}</span>
          )}
        </div>
      )}
    </>
  )
}
