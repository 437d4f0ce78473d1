import { hashOf } from '../state/address.ts'

/** The way to one order. */
export const orderHref = (orderId: string, asOf?: string): string => hashOf(['orders', orderId], { asOf })
export const skuHref = (sku: string, asOf?: string): string => hashOf(['stock', 'sku', sku], { asOf })
export const locationHref = (location: string, asOf?: string): string => hashOf(['stock', 'location', location], { asOf })

export interface Tab {
  readonly href: string
  readonly label: string
  /** How many there are behind it, where that is known. */
  readonly count?: string | undefined
  readonly current: boolean
}

export const Tabs = ({ tabs, label }: { tabs: readonly Tab[]; label: string }) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map(({ href, label: text, count, current }) => (
      <a key={href} href={href} class="tab" aria-current={current ? 'page' : undefined}>
        {text}{' '}
        {count !== undefined && count !== '' && <span class={count === '0' ? 'tab-count tab-count-zero' : 'tab-count'}>{count}</span>}
      </a>
    ))}
  </nav>
)
