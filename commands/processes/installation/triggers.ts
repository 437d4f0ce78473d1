import type { EventOfType, EventType } from '../../../domain/events.ts'
import { chinaDay } from '../../../domain/shared/china-day.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { Concern } from '../process.ts'
import type { InstallationFacts } from './request.ts'
import { coverageWait, orderWait, rulesWait, slotWait } from './rest.ts'

/** An instance that waits is woken by these; whoever has nothing to install never waits. */
const ofOrders = [
  'DepositPaid',
  'PaymentCaptured',
  'OrderReleased',
  'OrderSourced',
  'LineCancelled',
  'OrderCancelled',
  'AddressChanged',
  'ShipmentReported',
  'DeliveryReported',
  'OrderCompleted',
  'RefundCommitted',
  'RefundReleased',
  'ShipmentDispatched',
  'ShipmentDelivered',
  'DeliveryRefused',
] as const satisfies readonly EventType[]

const ofInstallations = [
  'InstallationRequested',
  'InstallationOpened',
  'VisitWanted',
  'VisitBooked',
  'VisitRescheduled',
  'VisitFailed',
  'InstallationCompleted',
  'InstallationCancelled',
  'SlotConfirmed',
  'SlotReleased',
] as const satisfies readonly EventType[]

export const installationTriggers: readonly EventType[] = [
  ...(['OrderPlaced', 'OrderReinstated', 'CapacityOffered', 'CoverageSet', 'PolicyPublished'] as const),
  ...ofOrders,
  ...ofInstallations,
]

/** Some more than there are visits: the first may want another part of the day. */
const spareWakes = 10
const mostWakes = 10_000

const isOurs = (kind: string): boolean => kind === 'installation' || kind === 'transport'

const nobody: Concern = { instances: [], wakes: [] }

export function installationConcerns(event: ProjectedEvent): Concern {
  switch (event.type) {
    case 'OrderPlaced':
      return event.data.lines.some(({ delivery }) => delivery === 'install')
        ? { instances: [{ instanceId: event.data.orderId, facts: factsOf(event.data) as unknown as Json }], wakes: [] }
        : nobody
    case 'CapacityOffered':
      return { instances: [], wakes: [{ key: slotWait(event.data.area), atMost: event.data.bookable + spareWakes }] }
    case 'CoverageSet':
      return { instances: [], wakes: [{ key: coverageWait(event.data.area), atMost: mostWakes }] }
    case 'PolicyPublished':
      return isOurs(event.data.kind) ? { instances: [], wakes: [{ key: rulesWait, atMost: mostWakes }] } : nobody
    case 'SlotReleased': {
      const { orderId, area } = event.data
      return { instances: [{ instanceId: orderId }], wakes: [{ key: slotWait(area), atMost: 1 + spareWakes }] }
    }
    default: {
      const { orderId } = event.data as { readonly orderId: string }
      const isOfOrder = (ofOrders as readonly string[]).includes(event.type)
      return isOfOrder
        ? { instances: [], wakes: [{ key: orderWait(orderId), atMost: 1 }] }
        : { instances: [{ instanceId: orderId }], wakes: [] }
    }
  }
}

/** The channel may have promised a day, and sold the removal of an old unit with it. */
function factsOf({ promised, tradeIn, services }: EventOfType<'OrderPlaced'>['data']): InstallationFacts {
  const from = promised?.deliverFrom ?? null
  return {
    wantedDate: from === null ? null : chinaDay(from),
    picksUpOldUnit: tradeIn !== null || services.some(({ kind }) => kind === 'oldUnitPickup'),
  }
}
