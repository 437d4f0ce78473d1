import { accessKeys } from './access-keys/access-keys.ts'
import { listings } from './catalogue/listings.ts'
import { locations } from './catalogue/locations.ts'
import { shops } from './catalogue/shops.ts'
import { skus } from './catalogue/skus.ts'
import { channelPushes } from './channel-pushes/channel-pushes.ts'
import { deadlines } from './deadlines/deadlines.ts'
import { exceptions } from './exceptions/exceptions.ts'
import { fulfilments } from './fulfilments/fulfilments.ts'
import { installations } from './installations/installations.ts'
import { orderPool } from './order-pool/order-pool.ts'
import { policies } from './policies/policies.ts'
import type { Projection } from './projection.ts'
import { coverage } from './providers/coverage.ts'
import { providers } from './providers/providers.ts'
import { slotCalendar } from './slot-calendar/slot-calendar.ts'
import { stockAges } from './stock-ages/stock-ages.ts'
import { stockByArea } from './stock-by-area/stock-by-area.ts'
import { stockMap } from './stock-map/stock-map.ts'
import { stockTotals } from './stock-totals/stock-totals.ts'
import { traces } from './traces/traces.ts'
import { waiting } from './waiting/waiting.ts'

/** Every read model of the ledger. */
export const projections: readonly Projection[] = [
  orderPool,
  stockMap,
  stockByArea,
  stockTotals,
  stockAges,
  fulfilments,
  slotCalendar,
  installations,
  traces,
  exceptions,
  channelPushes,
  deadlines,
  waiting,
  skus,
  locations,
  shops,
  listings,
  policies,
  providers,
  coverage,
  accessKeys,
]
