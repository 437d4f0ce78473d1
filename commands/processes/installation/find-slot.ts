import { bookingOf, capacityAggregate, capacityKey, freeSlots } from '../../../domain/capacity/capacity.ts'
import { slotStart } from '../../../domain/capacity/slot-times.ts'
import type { Candidate } from '../../../domain/installation/choosing.ts'
import { chinaDay, daysAfter } from '../../../domain/shared/china-day.ts'
import type { CommandBus } from '../../command-bus.ts'

export interface SlotSought {
  readonly regionPath: readonly string[]
  readonly category: string
  readonly candidates: readonly Candidate[]
  /** The crew comes no sooner. */
  readonly earliestAt: number
  readonly withinDays: number
  /** Only this part of the day; null for any. */
  readonly slot: string | null
  /** The booking it is for; a day that knows it already cannot take it again. Null when nothing is to be booked. */
  readonly booking: { readonly appointmentId: string; readonly booking: number } | null
}

export interface FoundSlot {
  readonly provider: string
  readonly area: string
  readonly date: string
  readonly slot: string
  readonly free: number
}

type Ranked = FoundSlot & Candidate & { readonly startsAt: number; readonly place: number }

/** Better ranked first, then sooner, then the closer area, then as the candidates come: the same calendar always gives the same answer. */
const before = (one: Ranked, other: Ranked): number =>
  one.rank - other.rank ||
  one.startsAt - other.startsAt ||
  (one.area === other.area ? one.place - other.place : one.area > other.area ? -1 : 1)

/** The slot to book; null when there is none. Days are looked through one by one, until the best candidates have one. */
export async function findSlot(bus: CommandBus, sought: SlotSought): Promise<FoundSlot | null> {
  const [first] = sought.candidates
  if (first === undefined) return null
  let best: Ranked | null = null
  for await (const found of slotsByDay(bus, sought)) {
    const today = [...found].sort(before)[0]
    if (today !== undefined && (best === null || before(today, best) < 0)) best = today
    if (best?.rank === first.rank) break
  }
  return best
}

export async function* slotsByDay(bus: CommandBus, sought: SlotSought): AsyncGenerator<readonly Ranked[]> {
  const firstDay = chinaDay(sought.earliestAt)
  for (let day = 0; day < sought.withinDays; day++) {
    const date = daysAfter(firstDay, day)
    const found = await Promise.all(sought.regionPath.map((area) => slotsOf(bus, sought, area, date)))
    yield found.flat()
  }
}

async function slotsOf(bus: CommandBus, sought: SlotSought, area: string, date: string): Promise<readonly Ranked[]> {
  const capacity = await bus.look(capacityAggregate, capacityKey(area, date))
  if (capacity === null || (sought.booking !== null && bookingOf(capacity, sought.booking) !== undefined)) return []
  return freeSlots(capacity, sought.category).flatMap(({ provider, slot, free }) => {
    const place = sought.candidates.findIndex((each) => each.provider === provider)
    const candidate = sought.candidates[place]
    const startsAt = slotStart(date, slot)
    const fits = candidate !== undefined && startsAt >= sought.earliestAt && (sought.slot === null || sought.slot === slot)
    return fits ? [{ ...candidate, area, date, slot, free, startsAt, place }] : []
  })
}
