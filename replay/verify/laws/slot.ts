import type { Breach, Law } from './law.ts'

/** Nobody's crew was booked beyond what it offered, and each booking of a slot ends once. */
export function slotLaw(): Law {
  const bookable = new Map<string, number>()
  const taken = new Map<string, number>()
  const open = new Map<string, string>()
  const broken: Breach[] = []
  const name = 'visits of a slot'

  function breach(where: string, says: string, counted: number, shown: number, position: bigint): void {
    if (broken.length < 100) broken.push({ law: name, where, says, counted, shown, position: String(position) })
  }

  return {
    name,
    types: ['CapacityOffered', 'SlotHeld', 'SlotReleased', 'SlotConsumed'],
    see({ type, stream, position, data }) {
      const slot = [stream, data.provider, data.slot, data.offeredFor ?? 'any'].join(' ')
      const booking = [stream, data.appointmentId, data.booking].join(' ')
      if (type === 'CapacityOffered') bookable.set(slot, data.bookable)
      else if (type === 'SlotHeld') {
        if (open.has(booking)) breach(booking, 'a booking is made once', 2, 1, position)
        open.set(booking, slot)
        taken.set(slot, (taken.get(slot) ?? 0) + 1)
      } else {
        if (open.get(booking) !== slot) breach(booking, 'what ends was booked in this slot, and ends once', 0, 1, position)
        open.delete(booking)
        if (type === 'SlotReleased') taken.set(slot, (taken.get(slot) ?? 0) - 1)
      }
      const [counted, most] = [taken.get(slot) ?? 0, bookable.get(slot) ?? 0]
      if (counted > most) breach(slot, 'visits booked are no more than may be', counted, most, position)
    },
    async *breaches() {
      yield* broken
    },
  }
}
