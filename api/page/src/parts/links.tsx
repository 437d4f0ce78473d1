import { hashOf } from '../state/address.ts'

/** The way to one order. */
export const orderHref = (orderId: string, asOf?: string): string => hashOf(['orders', orderId], { asOf })
export const skuHref = (sku: string): string => hashOf(['stock', 'sku', sku])
export const locationHref = (location: string): string => hashOf(['stock', 'location', location])

export interface Tab {
  readonly href: string
  readonly label: string
  readonly current: boolean
}

export const Tabs = ({ tabs, label }: { tabs: readonly Tab[]; label: string }) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map(({ href, label: text, current }) => (
      <a key={href} href={href} class="tab" aria-current={current ? 'page' : undefined}>
        {text}
      </a>
    ))}
  </nav>
)
