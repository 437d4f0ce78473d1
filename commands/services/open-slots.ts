import type { OfferedSlot } from '../../domain/delivery/offer.ts'
import { type CoverageRow, candidatesFor, type Wanted } from '../../domain/installation/choosing.ts'
import type { InstallationDocument } from '../../domain/policy/kinds/installation.ts'
import type { CommandBus } from '../command-bus.ts'
import { slotsByDay } from '../processes/installation/find-slot.ts'
import type { CoverageDirectory } from './coverage-directory.ts'

export interface OpenSlotsOptions {
  readonly bus: CommandBus
  readonly coverage: CoverageDirectory
}

export type VisitKind = Extract<CoverageRow['serviceKind'], 'toHomeAndInstall' | 'install'>

/** Slots that somebody could still be booked for, day by day from the earliest; nothing is held by it. */
export async function openSlots(
  { bus, coverage }: OpenSlotsOptions,
  document: InstallationDocument,
  serviceKind: VisitKind,
  wanted: Wanted,
  earliestAt: number,
): Promise<readonly OfferedSlot[]> {
  const { regionPath, category } = wanted
  const candidates = candidatesFor(document, coverage.around(regionPath), serviceKind, wanted)
  const sought = { regionPath, category, candidates, slot: null, booking: null, withinDays: document.withinDays, earliestAt }
  const found: OfferedSlot[] = []
  if (candidates.length > 0) for await (const day of slotsByDay(bus, sought)) found.push(...day)
  return found
}
