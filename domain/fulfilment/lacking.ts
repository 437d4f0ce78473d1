import { accept, type Decision, reject } from '../shared/decision.ts'
import type { FulfilmentCommand } from './commands.ts'
import type { FulfilmentEvent } from './events.ts'
import { isOpen, phaseOf } from './phase.ts'
import type { Fulfilment, FulfilmentRequest } from './state.ts'

type Lines = Extract<FulfilmentCommand, { type: 'ReportLack' }>['data']['lines']
type Requested = Readonly<Fulfilment> & { readonly request: FulfilmentRequest }

/** Fewer than were lacking before are a repeat that came late. Work of which nothing is left to do, and nothing was done, is rejected. */
export function reportLack(
  fulfilment: Requested,
  lines: Lines,
  which: Pick<FulfilmentRequest, 'fulfilmentId' | 'orderId' | 'channel' | 'shop' | 'location' | 'regionPath'>,
): Decision<FulfilmentEvent> {
  const lacking: Extract<FulfilmentEvent, { type: 'UnitsLacking' }>['data']['lines'] = []
  if (new Set(lines.map(({ reservationId }) => reservationId)).size < lines.length)
    return reject('BAD_REQUEST', { reason: 'a reservation is named twice' })
  for (const asked of lines) {
    const line = fulfilment.lines.get(asked.reservationId)
    if (line === undefined) return reject('LINE_UNKNOWN', { reservationId: asked.reservationId })
    const quantity = asked.lacking - line.lacking
    if (quantity <= 0) continue
    const { lineId, sku } = line.requested
    lacking.push({ lineId, sku, quantity, ...asked })
  }
  if (lacking.length === 0) return accept()
  if (!isOpen(fulfilment)) return reject('FULFILMENT_STATE', { phase: phaseOf(fulfilment) })
  for (const { reservationId, quantity } of lacking) {
    const { requested, dispatched } = fulfilment.lines.get(reservationId)!
    const remaining = requested.quantity - dispatched
    if (quantity > remaining) return reject('QUANTITY_EXCEEDED', { reservationId, remaining })
  }
  const units = lacking.reduce((sum, { quantity }) => sum + quantity, 0)
  const told: FulfilmentEvent = { type: 'UnitsLacking', data: { ...which, lines: lacking } }
  if (units < fulfilment.requestedUnits) return accept(told)
  return accept<FulfilmentEvent>(told, { type: 'FulfilmentRejected', data: { ...which, reason: 'lack' } })
}
