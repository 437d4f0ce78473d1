import { accessEvents } from './access/events.ts'
import { afterSalesEvents } from './after-sales/events.ts'
import { capacityEvents } from './capacity/events.ts'
import { catalogueEvents } from './catalogue/events.ts'
import { channelEvents } from './channel/events.ts'
import { deploymentEvents } from './deployment/events.ts'
import { fulfilmentEvents } from './fulfilment/events.ts'
import { installationEvents } from './installation/events.ts'
import { mergingEvents } from './merging/events.ts'
import { orderEvents } from './order/events.ts'
import { personEvents } from './person/events.ts'
import { policyEvents } from './policy/events.ts'
import { processEvents } from './process/events.ts'
import { providerEvents } from './provider/events.ts'
import { publishingEvents } from './publishing/events.ts'
import { serialEvents } from './serial/events.ts'
import type { EventDefinition, EventsOf } from './shared/event.ts'
import { stockEvents } from './stock/events.ts'
import { traceEvents } from './trace/events.ts'
import { wmsEvents } from './wms/events.ts'

/** Every event of the ledger by its type. A type belongs to exactly one category. */
export const eventDefinitions = {
  ...accessEvents,
  ...afterSalesEvents,
  ...capacityEvents,
  ...catalogueEvents,
  ...channelEvents,
  ...deploymentEvents,
  ...fulfilmentEvents,
  ...installationEvents,
  ...mergingEvents,
  ...orderEvents,
  ...personEvents,
  ...policyEvents,
  ...processEvents,
  ...providerEvents,
  ...publishingEvents,
  ...serialEvents,
  ...stockEvents,
  ...traceEvents,
  ...wmsEvents,
}

export type DomainEvent = EventsOf<typeof eventDefinitions>
export type EventType = DomainEvent['type']
export type EventOfType<Type extends EventType> = Extract<DomainEvent, { readonly type: Type }>

export const definitionOf = (type: string): EventDefinition | undefined =>
  Object.hasOwn(eventDefinitions, type) ? (eventDefinitions as Record<string, EventDefinition>)[type] : undefined
