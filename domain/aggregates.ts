import { accessAggregate } from './access/access.ts'
import { afterSalesAggregate } from './after-sales/after-sales.ts'
import { capacityAggregate } from './capacity/capacity.ts'
import { listingAggregate } from './catalogue/listing.ts'
import { locationAggregate } from './catalogue/location.ts'
import { shopAggregate } from './catalogue/shop.ts'
import { skuAggregate } from './catalogue/sku.ts'
import { messageAggregate } from './channel/message.ts'
import { deploymentAggregate } from './deployment/deployment.ts'
import { fulfilmentAggregate } from './fulfilment/fulfilment.ts'
import { installationAggregate } from './installation/installation.ts'
import { mergingAggregate } from './merging/merging.ts'
import { orderAggregate } from './order/order.ts'
import { personAggregate } from './person/person.ts'
import { policyAggregate } from './policy/policy.ts'
import { processAggregate } from './process/process.ts'
import { providerAggregate } from './provider/provider.ts'
import { pushAggregate } from './publishing/push.ts'
import { serialAggregate } from './serial/serial.ts'
import { type Aggregate, asAggregate } from './shared/aggregate.ts'
import { stockAggregate } from './stock/stock.ts'
import { traceAggregate } from './trace/trace.ts'
import { wmsMessageAggregate } from './wms/message.ts'
import { wmsOrderAggregate } from './wms/order.ts'
import { wmsReturnAggregate } from './wms/return-order.ts'

/** Every kind of stream the ledger writes. */
export const aggregates: readonly Aggregate[] = [
  asAggregate(accessAggregate),
  asAggregate(afterSalesAggregate),
  asAggregate(capacityAggregate),
  asAggregate(deploymentAggregate),
  asAggregate(fulfilmentAggregate),
  asAggregate(installationAggregate),
  asAggregate(listingAggregate),
  asAggregate(locationAggregate),
  asAggregate(mergingAggregate),
  asAggregate(messageAggregate),
  asAggregate(orderAggregate),
  asAggregate(personAggregate),
  asAggregate(policyAggregate),
  asAggregate(processAggregate),
  asAggregate(providerAggregate),
  asAggregate(pushAggregate),
  asAggregate(serialAggregate),
  asAggregate(shopAggregate),
  asAggregate(skuAggregate),
  asAggregate(stockAggregate),
  asAggregate(traceAggregate),
  asAggregate(wmsMessageAggregate),
  asAggregate(wmsOrderAggregate),
  asAggregate(wmsReturnAggregate),
]
