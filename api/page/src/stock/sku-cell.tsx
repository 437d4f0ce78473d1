import { skuHref } from '../parts/links.tsx'
import { skuName } from '../state/catalogue.ts'
import { shownMoment } from './moment.ts'

export const SkuCell = ({ sku }: { sku: string }) => {
  const name = skuName(sku)
  return (
    <th scope="row">
      <a href={skuHref(sku, shownMoment())}>{name}</a>
      {name !== sku && <span class="code">{sku}</span>}
    </th>
  )
}
