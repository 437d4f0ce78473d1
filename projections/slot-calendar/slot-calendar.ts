import { type CapacityEvent, capacityEvents } from '../../domain/capacity/events.ts'
import { areasOf } from '../../domain/shared/region.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import { projection } from '../projection.ts'

/** What one provider can do in one slot of an area and day, and how much of it is taken. Visits. */
export type SlotDocument = {
  area: string
  /** Every area it lies in, from the country down. */
  areas: string[]
  date: string
  provider: string
  slot: string
  /** The only category it is for; null when it is for whatever the provider services. */
  category: string | null
  quantity: number
  overbookPercent: number
  bookable: number
  held: number
  confirmed: number
  consumed: number
  free: number
}

const idOf = ({ data: { area, provider, slot, offeredFor, date } }: CapacityEvent): string =>
  streamKey(offeredFor === null ? [area, provider, slot] : [area, provider, slot, offeredFor], date)

/** The calendar of bookable slots, per area, day, provider and slot. */
export const slotCalendar = projection<SlotDocument>({
  name: 'slot-calendar',
  version: 1,
  indexes: [{ fields: ['date'] }, { fields: ['areas', 'date'] }, { fields: ['provider', 'date'] }],
  handles: Object.keys(capacityEvents) as CapacityEvent['type'][],
  keys: (event) => [idOf(event as CapacityEvent)],
  evolve(document, event, key) {
    const capacityEvent = event as CapacityEvent
    if (capacityEvent.type === 'CapacityOffered') return withFree({ ...offered(capacityEvent.data), ...takenOf(document) })
    if (document === undefined) throw new Error(`${event.type} in slot ${key}, which was never offered`)
    count(document, capacityEvent)
    return withFree(document)
  },
})

type Offered = Extract<CapacityEvent, { type: 'CapacityOffered' }>['data']
type Taken = Pick<SlotDocument, 'held' | 'confirmed' | 'consumed'>

const offered = ({ area, regionPath, date, provider, slot, offeredFor, quantity, overbookPercent, bookable }: Offered) => ({
  ...{ area, areas: [...areasOf(regionPath)], date, provider, slot, category: offeredFor },
  ...{ quantity, overbookPercent, bookable },
})

const takenOf = (document: SlotDocument | undefined): Taken => ({
  held: document?.held ?? 0,
  confirmed: document?.confirmed ?? 0,
  consumed: document?.consumed ?? 0,
})

const withFree = (document: Omit<SlotDocument, 'free'>): SlotDocument => ({
  ...document,
  free: document.bookable - document.held - document.confirmed - document.consumed,
})

function count(document: SlotDocument, { type, data }: Exclude<CapacityEvent, { type: 'CapacityOffered' }>): void {
  switch (type) {
    case 'SlotHeld':
      document.held += 1
      return
    case 'SlotConfirmed':
      document.held -= 1
      document.confirmed += 1
      return
    case 'SlotReleased':
      document[data.confirmed ? 'confirmed' : 'held'] -= 1
      return
    case 'SlotConsumed':
      document.confirmed -= 1
      document.consumed += 1
      return
  }
}
