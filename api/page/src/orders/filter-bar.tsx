import { useEffect, useState } from 'preact/hooks'
import { channels } from '../language/channels.ts'
import { nameIn, t } from '../language/language.ts'
import { channelNames, holdNames } from '../language/words.ts'
import { AnyInstant } from '../parts/any-instant.tsx'
import { Field, Select, Typed } from '../parts/form.tsx'
import { replaceQuery } from '../state/address.ts'
import { shops, skus } from '../state/catalogue.ts'
import { mayOperate } from '../state/session.ts'
import type { FilterName, Filters } from './filters.ts'
import { RegionFilter } from './region-filter.tsx'

const set = (changes: { [Name in FilterName]?: string }): void => replaceQuery(changes)
const mostSuggested = 500

export function FilterBar({ filters }: { filters: Filters }) {
  const [open, setOpen] = useState(false)
  const active = Object.keys(filters).filter((name) => name !== 'status')
  useEffect(() => {
    if (active.length > 0) setOpen(true)
  }, [])
  const shopOptions = shops.value
    .filter((each) => filters.channel === undefined || each.channel === filters.channel)
    .map((each) => ({ value: each.shop, label: each.name }))
  return (
    <search class={open ? 'filters filters-open' : 'filters'}>
      <button type="button" class="button filters-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('筛选', 'Filter')}
        {active.length > 0 && ` (${active.length})`}
      </button>
      <div class="filters-fields">
        <Field label={t('订单号', 'Order id')}>
          <Typed value={filters.order ?? ''} placeholder={t('平台或台账单号', 'any order id')} onChange={(order) => set({ order })} />
        </Field>
        {mayOperate() && (
          <Field label={t('买家', 'Buyer')}>
            <Typed value={filters.buyer ?? ''} placeholder={t('姓名、手机', 'name or phone')} onChange={(buyer) => set({ buyer })} />
          </Field>
        )}
        <Field label={t('渠道', 'Channel')}>
          <Select
            value={filters.channel ?? ''}
            any={t('全部', 'All')}
            options={channels.map((value) => ({ value, label: nameIn(channelNames[value]) }))}
            onChange={(channel) => set({ channel, shop: '' })}
          />
        </Field>
        <Field label={t('店铺', 'Shop')}>
          <Select value={filters.shop ?? ''} any={t('全部', 'All')} options={shopOptions} onChange={(shop) => set({ shop })} />
        </Field>
        <Field label={t('挂起原因', 'Hold reason')}>
          <Select
            value={filters.hold ?? ''}
            any={t('不限', 'Any')}
            options={Object.entries(holdNames).map(([value, name]) => ({ value, label: nameIn(name) }))}
            onChange={(hold) => set({ hold })}
          />
        </Field>
        <RegionFilter region={filters.region ?? ''} onChange={(region) => set({ region })} />
        <Field label="SKU">
          <Typed value={filters.sku ?? ''} list="known-skus" placeholder={t('商品编码', 'code')} onChange={(sku) => set({ sku })} />
        </Field>
        <Field label={t('下单自', 'Placed from')} size="time">
          <AnyInstant value={filters.from ?? ''} onChange={(from) => set({ from })} />
        </Field>
        <Field label={t('至（不含）', 'Placed before')} size="time">
          <AnyInstant value={filters.to ?? ''} onChange={(to) => set({ to })} />
        </Field>
        {active.length > 0 && (
          <button
            type="button"
            class="button button-quiet filters-clear"
            onClick={() => set(Object.fromEntries(active.map((name) => [name, ''])))}
          >
            {t('清除筛选', 'Clear')}
          </button>
        )}
      </div>
      <datalist id="known-skus">
        {[...skus.value.values()].slice(0, mostSuggested).map(({ sku, name }) => (
          <option key={sku} value={sku}>
            {name}
          </option>
        ))}
      </datalist>
    </search>
  )
}
