import { type Rejection, reject } from '../shared/decision.ts'
import { type Fulfilment, type ShippedLine, type Step, unitOf } from './state.ts'

/**
 * Why these units may not come through a step, or null. Never more than were requested, a line named twice being summed. Serial
 * numbers come for every unit of a line or for none, and for every unit where the step asks for those that are required.
 */
export function refused(
  fulfilment: Readonly<Fulfilment>,
  step: Step,
  lines: readonly ShippedLine[],
  serialNumbersDue: boolean,
): Rejection | null {
  const units = new Map<string, number>()
  for (const { reservationId, lineId, sku, quantity, serialNumbers } of lines) {
    const line = fulfilment.lines.get(reservationId)
    if (line === undefined || line.requested.lineId !== lineId || line.requested.sku !== sku)
      return reject('LINE_UNKNOWN', { reservationId, lineId, sku })
    const due = serialNumbersDue && line.requested.serialNumberRequired
    if (serialNumbers.length !== quantity && (due || serialNumbers.length > 0))
      return reject('SERIAL_NUMBERS_MISMATCH', { reservationId, quantity, serialNumbers: serialNumbers.length })
    const sum = (units.get(reservationId) ?? 0) + quantity
    const remaining = line.requested.quantity - line[step]
    if (sum > remaining) return reject('QUANTITY_EXCEEDED', { reservationId, remaining })
    units.set(reservationId, sum)
  }
  return repeatedSerialNumber(fulfilment, lines)
}

function repeatedSerialNumber({ serialNumbers: left }: Readonly<Fulfilment>, lines: readonly ShippedLine[]): Rejection | null {
  const seen = new Set<string>()
  for (const { sku, serialNumbers } of lines) {
    for (const serialNumber of serialNumbers) {
      const unit = unitOf(sku, serialNumber)
      if (seen.has(unit) || left.has(unit)) return reject('SERIAL_NUMBERS_MISMATCH', { sku, serialNumber, reason: 'named twice' })
      seen.add(unit)
    }
  }
  return null
}
