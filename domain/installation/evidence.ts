import { type Rejection, reject } from '../shared/decision.ts'
import type { InstallationRequest } from './state.ts'

interface InstalledUnits {
  readonly lineId: string
  readonly sku: string
  readonly serialNumbers: readonly string[]
}

/**
 * Why these units are not the work that was asked for, or null. Every SKU of a line is named once. Serial numbers come for every unit of a
 * line or for none, for every unit where they are required, and none twice.
 */
export function refusedUnits(lines: InstallationRequest['lines'], units: readonly InstalledUnits[]): Rejection | null {
  const open = new Map(lines.map((line) => [partOf(line), line]))
  const seen = new Set<string>()
  for (const { lineId, sku, serialNumbers } of units) {
    const part = partOf({ lineId, sku })
    const line = open.get(part)
    if (line === undefined) return reject('LINE_UNKNOWN', { lineId, sku, toInstall: shown(open) })
    open.delete(part)
    if (serialNumbers.length !== line.quantity && (line.serialNumberRequired || serialNumbers.length > 0))
      return reject('SERIAL_NUMBERS_MISMATCH', { lineId, sku, quantity: line.quantity, serialNumbers: serialNumbers.length })
    for (const serialNumber of serialNumbers) {
      const unit = JSON.stringify([sku, serialNumber])
      if (seen.has(unit)) return reject('SERIAL_NUMBERS_MISMATCH', { sku, serialNumber, reason: 'named twice' })
      seen.add(unit)
    }
  }
  return open.size === 0 ? null : reject('UNITS_MISSING', { missing: shown(open) })
}

/** A line of a bundle has several SKUs. */
export const partOf = ({ lineId, sku }: { readonly lineId: string; readonly sku: string }): string => JSON.stringify([lineId, sku])

const shown = (open: ReadonlyMap<string, InstallationRequest['lines'][number]>) =>
  [...open.values()].map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity }))
