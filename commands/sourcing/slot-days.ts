import type { AuditedOrder } from '../../domain/audit/order-facts.ts'
import { chinaDay, dayMs } from '../../domain/shared/china-day.ts'
import type { Asked, AskedLine } from '../../domain/sourcing/asking.ts'
import type { Policies } from '../policies/port.ts'
import { type OpenSlotsOptions, openSlots } from '../services/open-slots.ts'

export interface SlotDaysOptions extends OpenSlotsOptions {
  readonly policies: Policies
}

/**
 * Tells each line that is installed the days, counted from today, on which a crew could still come to where it goes, with the goods or after them. Where
 * there is no such day at all nothing is said.
 */
export async function withSlotDays(
  lines: readonly AskedLine[],
  { lines: ordered, placed, region }: AuditedOrder,
  now: number,
  options: SlotDaysOptions,
): Promise<readonly AskedLine[]> {
  if (!lines.some(({ needsSlot }) => needsSlot)) return lines
  const { document } = await options.policies.inForce('installation', now)
  const today = Date.parse(chinaDay(now))
  return Promise.all(
    lines.map(async (line) => {
      const component = ordered.find(({ lineId }) => lineId === line.lineId)?.stock.find(({ sku }) => sku === line.sku)
      if (!line.needsSlot || component === undefined) return line
      const { category, brand } = component
      const picksUpOldUnit = placed.services.some(({ kind, lineId }) => kind === 'oldUnitPickup' && lineId === line.lineId)
      const wanted = { regionPath: region, category, brand, picksUpOldUnit, at: now }
      const slots = await Promise.all(
        (['toHomeAndInstall', 'install'] as const).map((kind) => openSlots(options, document, kind, wanted, now)),
      )
      const days = new Set(slots.flat().map(({ date }) => (Date.parse(date) - today) / dayMs))
      return days.size === 0 ? line : { ...line, slotDays: [...days].sort((one, other) => one - other) }
    }),
  )
}

export const asksForSlots = ({ lines }: Asked): boolean => lines.some(({ slotDays }) => slotDays !== undefined)

export const withoutSlotDays = (asked: Asked): Asked => ({ ...asked, lines: asked.lines.map(({ slotDays: _, ...line }) => line) })
