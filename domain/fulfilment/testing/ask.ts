import type { CommandOf } from '../../shared/command.ts'
import { textHashOf } from '../../tracking/text-hash.ts'
import type { FulfilmentCommand } from '../commands.ts'
import { fulfilmentKey } from '../fulfilment-key.ts'

type Request = CommandOf<FulfilmentCommand, 'RequestFulfilment'>['data']
type Shipped = CommandOf<FulfilmentCommand, 'DispatchShipment'>['data']['lines'][number]

const orderId = 'taobao.s1.1'
export const fulfilmentId = fulfilmentKey(orderId, 'WH1', 1)
export const which = { fulfilmentId, orderId, channel: 'taobao' as const, shop: 's1', location: 'WH1', regionPath: ['310000'] }

/** Three fridges, each with its serial number, and two filters without. */
const fridge = { lineId: '1', sku: 'fridge', reservationId: 'R1' }
const filter = { lineId: '2', sku: 'filter', reservationId: 'R2' }

export const request = (change: Partial<Request> = {}): FulfilmentCommand => ({
  type: 'RequestFulfilment',
  data: {
    ...which,
    kind: 'delivery',
    shipTo: ['330000'],
    promisedBy: null,
    reportedShipments: [],
    lines: [
      { ...fridge, category: 'fridge', brand: 'Haier', quantity: 3, serialNumberRequired: true },
      { ...filter, category: 'parts', brand: 'Haier', quantity: 2, serialNumberRequired: false },
    ],
    ...change,
  },
})

export const fridges = (...serialNumbers: readonly string[]): Shipped => ({
  ...fridge,
  quantity: serialNumbers.length,
  serialNumbers: [...serialNumbers],
})
export const unscannedFridges = (quantity: number): Shipped => ({ ...fridge, quantity, serialNumbers: [] })
export const filters = (quantity: number): Shipped => ({ ...filter, quantity, serialNumbers: [] })

export const acceptBy = 50
const due = { dueAt: acceptBy, policy: { name: 'store-accept', version: 1 } }
export const requestInTime = (change: Partial<Request> = {}): FulfilmentCommand => request({ acceptance: due, ...change })
export const requestToSendInTime = (change: Partial<Request> = {}): FulfilmentCommand => requestInTime({ sending: due, ...change })
export const sendingOverdue = (dueAt: number, askedAt: number): FulfilmentCommand => ({
  type: 'RecordSendingOverdue',
  data: { fulfilmentId, dueAt, askedAt },
})
export const arrivalOverdue = (shipmentId: string, dueAt: number, askedAt: number): FulfilmentCommand => ({
  type: 'RecordArrivalOverdue',
  data: { fulfilmentId, shipmentId, dueAt, policy: { name: 'transport', version: 1 }, askedAt },
})

export const handOver = (): FulfilmentCommand => ({ type: 'HandOverFulfilment', data: { fulfilmentId, system: 'wms' } })
export const expire = (because: 'notAccepted' | 'notConfirmed', dueAt: number, askedAt: number): FulfilmentCommand => ({
  type: 'ExpireFulfilment',
  data: { fulfilmentId, because, dueAt, askedAt },
})
export const settle = (outcome: 'calledOff' | 'refused'): FulfilmentCommand => ({
  type: 'SettleCallOff',
  data: { fulfilmentId, outcome, reason: 'the warehouse says so' },
})
export const accept = (): FulfilmentCommand => ({ type: 'AcceptFulfilment', data: { fulfilmentId } })
export const decline = (): FulfilmentCommand => ({ type: 'RejectFulfilment', data: { fulfilmentId, reason: 'nobody can carry it' } })
export const lack = (...lines: readonly (readonly [reservationId: string, lacking: number])[]): FulfilmentCommand => ({
  type: 'ReportLack',
  data: { fulfilmentId, lines: lines.map(([reservationId, lacking]) => ({ reservationId, lacking })) },
})
export const cancel = (): FulfilmentCommand => ({ type: 'CancelFulfilment', data: { fulfilmentId, reason: 'the buyer cancelled' } })
export const pack = (parcelId: string, ...lines: Shipped[]): FulfilmentCommand => ({
  type: 'PackParcel',
  data: { fulfilmentId, parcelId, lines },
})
export const dispatch = (shipmentId: string, ...lines: Shipped[]): FulfilmentCommand => ({
  type: 'DispatchShipment',
  data: { fulfilmentId, shipmentId, carrier: 'SF', waybill: `SF-${shipmentId}`, lines, dispatchedAt: 1_700_000_000_000 },
})
type Track = CommandOf<FulfilmentCommand, 'ReportTracking'>['data']

export const track = (shipmentId: string, status: string, reportedAt: number, change: Partial<Track> = {}): FulfilmentCommand => ({
  type: 'ReportTracking',
  data: {
    ...{ fulfilmentId, shipmentId, status, reportedAt, milestone: 'inTransit', carrier: 'sf', waybill: `SF-${shipmentId}` },
    textHash: textHashOf(status),
    ...change,
  },
})
export const deliver = (shipmentId: string): FulfilmentCommand => ({
  type: 'DeliverShipment',
  data: { fulfilmentId, shipmentId, deliveredAt: 9 },
})
export const intercept = (shipmentId: string): FulfilmentCommand => ({
  type: 'RequestIntercept',
  data: { fulfilmentId, shipmentId, afterSalesId: 'taobao.s1.R1', requestedAt: 9 },
})
export const failIntercept = (shipmentId: string): FulfilmentCommand => ({
  type: 'FailIntercept',
  data: { fulfilmentId, shipmentId, failedAt: 9, reason: 'it is on the van' },
})
export const refuse = (shipmentId: string): FulfilmentCommand => ({
  type: 'RefuseDelivery',
  data: { fulfilmentId, shipmentId, refusedAt: 9, reason: 'the door is too small' },
})
