import { installationKey } from '../../../domain/installation/installation-key.ts'
import { instantOn } from '../../../domain/shared/china-day.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { CoverageDirectory } from '../../services/coverage-directory.ts'
import { mayFulfil } from '../order/fulfil.ts'
import type { Next } from '../process.ts'
import type { Tell } from '../told.ts'
import { isOpenCard } from './card.ts'
import { arrivalDay } from './earliest.ts'
import { findSlot } from './find-slot.ts'
import type { Line } from './line.ts'
import type { Look } from './look.ts'
import { shipmentsOf } from './units.ts'
import { candidatesOf } from './who.ts'

/** What the order said when it was placed. */
export interface InstallationFacts {
  readonly wantedDate: string | null
  readonly picksUpOldUnit: boolean
}

export interface Finding {
  readonly bus: CommandBus
  readonly coverage: CoverageDirectory
}

/** Called off by the process itself, so that another may take its place; what people call off stays so. */
const replaceable = ['orderCancelled', 'unitsReturned', 'changed']

/** A card is asked for as soon as the units may leave. */
export async function request(look: Look, facts: InstallationFacts, finding: Finding): Promise<Next | null> {
  for (const line of look.lines) {
    if (!mayRequest(look, line)) continue
    const { order, now } = look
    const mode = await modeOf(look, line, facts, finding)
    const installationId = installationKey(order.orderId, line.line.lineId, line.cards.length + 1)
    const { lineId, stock } = line.line
    const lines = stock.map(({ sku, category, brand, quantityPerUnit, serialNumberRequired }) => {
      return { lineId, sku, category, brand, quantity: line.units * quantityPerUnit, serialNumberRequired }
    })
    const { orderId, channel, shop, shipTo: regionPath } = order
    const data = { installationId, orderId, channel, shop, mode, regionPath, lines, ...facts, requestedAt: now }
    const expect = { orderId, lineId, installationId, quantity: line.units }
    const asks: Tell[] = [
      { type: 'RequestInstallation', data },
      { type: 'ExpectInstallation', data: expect },
    ]
    return { do: 'tell', step: `request/${lineId}`, asks }
  }
  return null
}

export function mayRequest({ order, policy }: Look, { line, units, card }: Line): boolean {
  if (units === 0 || order.phase !== 'open' || !policy.document.arranges || !mayFulfil(order)) return false
  if (card !== null && (isOpenCard(card) || !replaceable.includes(card.installation.cancelReason ?? ''))) return false
  const planned = new Map<string, number>()
  for (const { lineId, sku, quantity } of order.plan ?? []) if (lineId === line.lineId) planned.set(sku, (planned.get(sku) ?? 0) + quantity)
  return line.shipped >= units || line.stock.every(({ sku, quantityPerUnit }) => (planned.get(sku) ?? 0) >= units * quantityPerUnit)
}

/**
 * One visit where somebody who delivers and installs can come with the units, which leave from one place and have not left yet; else two
 * where somebody installs. Where only those who do both service the place it is one visit all the same, as soon as they have a slot.
 */
async function modeOf(look: Look, line: Line, facts: InstallationFacts, { bus, coverage }: Finding): Promise<'oneVisit' | 'twoVisits'> {
  const { modes, withinDays } = look.policy.document
  const able = modes.filter(
    (mode) =>
      (mode === 'twoVisits' || mayComeTogether(look, line)) && candidatesOf(look, line, mode, facts.picksUpOldUnit, coverage).length > 0,
  )
  for (const mode of able) {
    if (mode === 'twoVisits') return mode
    const found = await findSlot(bus, {
      ...{ regionPath: look.order.shipTo, category: line.line.category, withinDays, slot: null, booking: null },
      candidates: candidatesOf(look, line, mode, facts.picksUpOldUnit, coverage),
      earliestAt: Math.max(look.now, instantOn(arrivalDay(look, line), 0)),
    })
    if (found !== null) return mode
  }
  return able[0] ?? modes.at(-1)!
}

function mayComeTogether({ order, works }: Look, { line }: Line): boolean {
  const locations = new Set((order.plan ?? []).filter(({ lineId }) => lineId === line.lineId).map(({ location }) => location))
  return locations.size === 1 && line.shipped === 0 && shipmentsOf(line, works).length === 0
}
