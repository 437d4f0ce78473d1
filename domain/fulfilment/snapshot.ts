import { type FrozenRemembered, freezeRemembered, sizeOf, thawRemembered } from '../shared/remembered.ts'
import type { Fulfilment, FulfilmentLine, Progress, Shipment, ShippedLine } from './state.ts'

interface FrozenFulfilment {
  readonly request: Fulfilment['request']
  readonly answer: Fulfilment['answer']
  readonly acceptBy: Fulfilment['acceptBy']
  readonly sendBy: Fulfilment['sendBy']
  readonly isSendingOverdue: Fulfilment['isSendingOverdue']
  readonly handedOver: boolean
  readonly under: Fulfilment['under']
  readonly callOff: Fulfilment['callOff']
  readonly requestedUnits: number
  readonly units: Progress
  readonly lines: readonly (readonly [string, FulfilmentLine])[]
  readonly parcels: readonly (readonly [string, readonly ShippedLine[]])[]
  readonly shipments: readonly (readonly [string, Shipment])[]
  readonly serialNumbers: readonly string[]
  readonly tracking: FrozenRemembered
}

export const freeze = (fulfilment: Readonly<Fulfilment>): FrozenFulfilment => ({
  request: fulfilment.request,
  answer: fulfilment.answer,
  acceptBy: fulfilment.acceptBy,
  sendBy: fulfilment.sendBy,
  isSendingOverdue: fulfilment.isSendingOverdue,
  handedOver: fulfilment.handedOver,
  under: fulfilment.under,
  callOff: fulfilment.callOff,
  requestedUnits: fulfilment.requestedUnits,
  units: { ...fulfilment.units },
  lines: [...fulfilment.lines].map(([id, line]) => [id, { ...line }]),
  parcels: [...fulfilment.parcels],
  shipments: [...fulfilment.shipments].map(([id, shipment]) => [id, { ...shipment }]),
  serialNumbers: [...fulfilment.serialNumbers],
  tracking: freezeRemembered(fulfilment.tracking, (note) => note),
})

export const thaw = (frozen: FrozenFulfilment, limit: number): Fulfilment => ({
  request: frozen.request,
  answer: frozen.answer,
  acceptBy: frozen.acceptBy,
  sendBy: frozen.sendBy,
  isSendingOverdue: frozen.isSendingOverdue,
  handedOver: frozen.handedOver,
  under: frozen.under,
  callOff: frozen.callOff,
  requestedUnits: frozen.requestedUnits,
  units: { ...frozen.units },
  lines: new Map(frozen.lines.map(([id, line]) => [id, { ...line }])),
  parcels: new Map(frozen.parcels),
  shipments: new Map(frozen.shipments.map(([id, shipment]) => [id, { ...shipment }])),
  serialNumbers: new Set(frozen.serialNumbers),
  tracking: thawRemembered(limit, frozen.tracking, () => null),
})

export const weigh = ({ lines, parcels, shipments, serialNumbers, tracking }: Readonly<Fulfilment>): number =>
  1_000 + 600 * lines.size + 400 * (parcels.size + shipments.size) + 100 * serialNumbers.size + 300 * sizeOf(tracking)
