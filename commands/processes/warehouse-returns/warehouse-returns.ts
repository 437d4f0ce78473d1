import { afterSalesAggregate } from '../../../domain/after-sales/after-sales.ts'
import { concernsParcel } from '../../../domain/after-sales/kinds.ts'
import { isBack } from '../../../domain/after-sales/rules.ts'
import type { AfterSalesCase } from '../../../domain/after-sales/state.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import { returnCodeOf, wmsReturnKey } from '../../../domain/wms/keys.ts'
import { isLetBe, mayExpectIt, wmsReturnAggregate } from '../../../domain/wms/return-order.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import { parcelsOf } from '../after-sales/parcels.ts'
import type { Concern, Next, Process } from '../process.ts'
import { placeKey } from '../warehouse/look.ts'
import type { WarehouseProcessOptions } from '../warehouse/warehouse.ts'
import { createTelling } from './calling.ts'
import { type ExpectedAt, expectedByLocation, isComing, untold } from './expected.ts'
import type { Look } from './look.ts'

/** Where units of a case are to come back to a warehouse system. */
interface Place extends Told {
  readonly afterSales: Readonly<AfterSalesCase>
  readonly expected: ExpectedAt
  /** All of it is somewhere: what is not here does not come here any more. */
  readonly isAllBack: boolean
}

interface Told {
  readonly rounds: readonly Look[]
  readonly next: Omit<Look, 'told'>
}

type Speaking = Pick<Look, 'settings' | 'policy' | 'state' | 'now'>

/**
 * Tells the warehouse system of each location of the units that are to come back to it, and that they do not where the case falls through. One
 * instance for each after-sales case. What came back is told by the warehouse, and taken by the case.
 */
export function warehouseReturnsProcess(options: WarehouseProcessOptions): Process {
  const { bus, policies, clock } = options
  const tell = createTelling(options)

  async function next(afterSalesId: string, state: Readonly<ProcessState>): Promise<Next> {
    const now = clock.now()
    const wms = await policies.inForce('wms', now)
    if (wms.version === 0) return { do: 'nothing' }
    const afterSales = await bus.look(afterSalesAggregate, afterSalesId)
    const order = afterSales === null ? null : await bus.look(orderAggregate, afterSales.orderId)
    if (afterSales === null || order === null || afterSales.returnExpected === null) return { do: 'nothing' }
    const parcels = await parcelsOf(bus, order)
    const isAllBack = isBack(afterSales, order, 'received')
    const waits: Wait[] = []
    let isTold = false
    for (const [location, expected] of expectedByLocation(afterSales, order, parcels)) {
      const settings = wms.document.warehouses.find((each) => each.location === location)
      if (settings === undefined) continue
      const policy = { name: wms.name, version: wms.version }
      const place = { afterSales, expected, isAllBack, ...(await toldSoFar(afterSales, { settings, policy, state, now })) }
      const step = await at(place)
      if (step?.do === 'ask') return step
      if (step?.do === 'wait') waits.push(step)
      isTold ||= place.rounds.length > 0
    }
    // What is on its way still may be turned round later than the rest.
    const isUnderway = concernsParcel(afterSales.kind) && isComing(afterSales) && parcels.some(({ shipment }) => shipment.outcome === null)
    if (isUnderway) waits.push({ do: 'wait', forWhat: 'parcel', keys: [parcelKey(order.orderId)], dueAt: null })
    if (waits.length > 0) return together(waits)
    return isTold ? { do: 'end', outcome: isComing(afterSales) ? 'told' : 'calledOff' } : { do: 'nothing' }
  }

  /** What the warehouse was told of the case so far, time by time, and the next time. */
  async function toldSoFar({ afterSalesId, orderId, channel, shop }: Readonly<AfterSalesCase>, how: Speaking): Promise<Told> {
    const rounds: Look[] = []
    for (let round = 1; ; round++) {
      const which = { returnCode: returnCodeOf(afterSalesId, round), afterSalesId, orderId, channel, shop, location: how.settings.location }
      const said = await bus.look(wmsReturnAggregate, wmsReturnKey(which.returnCode, which.location))
      const look = { ...how, which, said: said ?? wmsReturnAggregate.initial() }
      const told = said?.told ?? null
      if (told === null) return { rounds, next: look }
      rounds.push({ ...look, told })
    }
  }

  async function at(place: Place): Promise<Next | null> {
    const { afterSales, rounds } = place
    const hasCome = afterSales.receipts.values().some(({ received }) => received.location === place.next.settings.location)
    const coming = isComing(afterSales) && !place.isAllBack
    let wait: Next | null = null
    for (const look of rounds) {
      const step = hasCome ? null : coming ? await tellAgain(look) : await callOff(look)
      if (step?.do === 'ask') return step
      wait ??= step
    }
    return wait ?? (coming && !hasCome ? await tellMore(place) : null)
  }

  /** Told of in vain: it is sent again, until the warehouse has it or has refused it often enough. Then people see to it. */
  async function tellAgain(look: Look): Promise<Next | null> {
    const { outcome, refusals, isPending } = look.said.calls.create
    if (isLetBe(look.said) || outcome === 'taken') return null
    if (!isPending && outcome === 'refused' && refusals >= look.settings.refusalsTaken)
      return { do: 'wait', forWhat: 'returnRefused', keys: [], dueAt: null }
    return tell(look, 'create')
  }

  async function callOff(look: Look): Promise<Next | null> {
    const { outcome } = look.said.calls.cancel
    return outcome === 'taken' || outcome === 'refused' || !mayExpectIt(look.said) ? null : tell(look, 'cancel')
  }

  /** The first time, and again for what was not agreed then, or was turned round later; under a code of its own. */
  async function tellMore({ afterSales, expected, rounds, next }: Place): Promise<Next | null> {
    const { announceReturns } = next.settings
    const { kind, returnExpected } = afterSales
    const waybill = expected.waybill ?? returnExpected?.waybill ?? null
    if (announceReturns === 'never' || (announceReturns === 'onWaybill' && waybill === null)) return null
    const known = rounds.filter(({ said }) => !isLetBe(said)).flatMap(({ told }) => told.lines)
    const lines = untold(expected.lines, known)
    if (lines.length === 0) return null
    const what = kind === 'exchange' ? kind : ('return' as const)
    const told = { kind: what, fulfilmentId: expected.fulfilmentId, waybill, lines: [...lines] }
    return tell({ ...next, told }, 'create')
  }

  return { name: 'warehouse-returns', triggers, concerns, next }
}

type Wait = Extract<Next, { do: 'wait' }>

/** The soonest of all waits, woken by whatever wakes any. */
function together(waits: readonly Wait[]): Wait {
  const due = waits.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]))
  return { ...waits[0]!, keys: [...new Set(waits.flatMap(({ keys }) => keys))], dueAt: due.length === 0 ? null : Math.min(...due) }
}

const parcelKey = (orderId: string): string => `parcel:${orderId}`

const ofCase = [
  'ReturnExpected',
  'ReturnReceived',
  'RefundAgreed',
  'RefundRefused',
  'RefundPaid',
  'AfterSalesAmended',
  'AfterSalesClosed',
] as const
const ofParcel = ['DeliveryRefused', 'ShipmentDelivered', 'InterceptFailed'] as const
const ofWarehouse = ['WmsCallAnswered', 'WmsReturnCallAnswered'] as const
const triggers = [...ofCase, ...ofParcel, ...ofWarehouse] as const

function concerns(event: ProjectedEvent): Concern {
  switch (event.type) {
    case 'WmsCallAnswered':
    case 'WmsReturnCallAnswered':
      return { instances: [], wakes: [{ key: placeKey(event.data.location), atMost: 1 }] }
    case 'DeliveryRefused':
    case 'ShipmentDelivered':
    case 'InterceptFailed':
      return { instances: [], wakes: [{ key: parcelKey(event.data.orderId), atMost: 100 }] }
    default:
      return { instances: [{ instanceId: (event.data as { readonly afterSalesId: string }).afterSalesId }], wakes: [] }
  }
}
