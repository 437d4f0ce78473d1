import { type Rejection, reject } from '../shared/decision.ts'
import { phaseOf } from './phase.ts'
import type { Fulfilment, FulfilmentRequest } from './state.ts'

/** A fulfilment that was asked for. */
export type Requested = Readonly<Fulfilment> & { readonly request: FulfilmentRequest }

/** What every event says of it. */
export function which({ request: { fulfilmentId, orderId, channel, shop, location, regionPath } }: Requested) {
  return { fulfilmentId, orderId, channel, shop, location, regionPath }
}

export const wrongPhase = (fulfilment: Requested): Rejection =>
  reject('FULFILMENT_STATE', {
    phase: phaseOf(fulfilment),
    requested: fulfilment.requestedUnits,
    dispatched: fulfilment.units.dispatched,
    ...(fulfilment.callOff === null ? {} : { callOff: fulfilment.callOff.answer }),
  })
