import { equal, law, type Model, type Verdict } from '../../shared/testing/agreement.ts'
import { known } from '../../shared/testing/known.ts'
import { type CapacityTypes, freeOf } from '../capacity.ts'
import type { CapacityCommand } from '../commands.ts'
import type { CapacityEvent } from '../events.ts'

type Of<Type extends CapacityCommand['type']> = Extract<CapacityCommand, { type: Type }>['data']
type Visit = { asked: Of<'HoldSlot'>; offeredFor: string | null; at: number; is: 'held' | 'confirmed' | 'released' | 'consumed' }

/** The diary of an area and day: every offer and every visit ever written down, counted through whenever somebody asks. */
export function capacityModel(limit: number): Model<CapacityTypes> {
  const offers: Of<'OfferCapacity'>[] = []
  const visits: Visit[] = []
  const over: Visit[] = []
  const nameOf = ({ asked }: Visit) => `${asked.booking} ${asked.appointmentId}`

  const lastOffer = (provider: string, slot: string, offeredFor: string | null) =>
    offers
      .filter((one) => one.provider === provider && one.slot === slot && one.offeredFor === offeredFor)
      .toSorted((a, b) => a.setAt - b.setAt)
      .at(-1)
  const takenOf = ({ provider, slot, offeredFor }: Pick<Of<'OfferCapacity'>, 'provider' | 'slot' | 'offeredFor'>) =>
    visits.filter(
      (one) => one.asked.provider === provider && one.asked.slot === slot && one.offeredFor === offeredFor && one.is !== 'released',
    )
  /** By adding visits while they do not exceed the percentage, instead of dividing. */
  const bookable = ({ quantity, overbookPercent }: Of<'OfferCapacity'>) => {
    let onTop = 0
    while ((onTop + 1) * 100 <= quantity * overbookPercent) onTop += 1
    return quantity + onTop
  }
  const find = (appointmentId: string, booking: number) => {
    const isIt = ({ asked }: Visit) => asked.appointmentId === appointmentId && asked.booking === booking
    return visits.find((one) => isIt(one) && (one.is === 'held' || one.is === 'confirmed')) ?? known(over, limit, nameOf).items.find(isIt)
  }
  const end = (visit: Visit, is: 'released' | 'consumed'): Verdict => {
    visit.is = is
    over.push(visit)
    return 'happens'
  }

  const judge = ({ type, data }: CapacityCommand): Verdict => {
    switch (type) {
      case 'OfferCapacity': {
        const last = lastOffer(data.provider, data.slot, data.offeredFor)
        if (last !== undefined && data.setAt < last.setAt) return 'COMMAND_TOO_OLD'
        const says = (one: Of<'OfferCapacity'>) => `${one.quantity} ${one.overbookPercent}`
        if (last !== undefined && data.setAt === last.setAt) return says(last) === says(data) ? 'repeat' : 'COMMAND_DIFFERS'
        if (bookable(data) < takenOf(data).length) return 'CAPACITY_BELOW_TAKEN'
        offers.push(data)
        return 'happens'
      }
      case 'HoldSlot': {
        const before = find(data.appointmentId, data.booking)
        if (before !== undefined) {
          if (JSON.stringify(before.asked) !== JSON.stringify(data)) return 'SLOT_DIFFERS'
          return before.is === 'held' || before.is === 'confirmed' ? 'repeat' : 'SLOT_STATE'
        }
        if (data.askedAt <= known(over, limit, nameOf).upTo) return 'COMMAND_TOO_OLD'
        const offered = lastOffer(data.provider, data.slot, data.category) ?? lastOffer(data.provider, data.slot, null)
        if (offered === undefined) return 'SLOT_NOT_OFFERED'
        if (takenOf(offered).length >= bookable(offered)) return 'SLOT_FULL'
        visits.push({ asked: data, offeredFor: offered.offeredFor, at: data.askedAt, is: 'held' })
        return 'happens'
      }
      case 'HandOnSlot': {
        const before = find(data.appointmentId, data.booking)
        if (before !== undefined) {
          const { category, dueAt, askedAt } = before.asked
          if (category !== data.category || dueAt !== data.dueAt || askedAt !== data.askedAt) return 'SLOT_DIFFERS'
          return before.is === 'held' || before.is === 'confirmed' ? 'repeat' : 'SLOT_STATE'
        }
        if (data.askedAt <= known(over, limit, nameOf).upTo) return 'COMMAND_TOO_OLD'
        const given = find(data.from.appointmentId, data.from.booking)
        if (given === undefined) return 'SLOT_UNKNOWN'
        if (given.is === 'released' || given.is === 'consumed') return 'SLOT_STATE'
        const { provider, slot, orderId } = given.asked
        const serving = lastOffer(provider, slot, data.category) ?? lastOffer(provider, slot, null)
        if (serving?.offeredFor !== given.offeredFor) return 'SLOT_NOT_OFFERED'
        const { area, date, appointmentId, booking, category, dueAt, askedAt } = data
        const { is } = given
        end(given, 'released')
        visits.push({
          asked: { area, date, appointmentId, booking, provider, slot, category, orderId, dueAt, askedAt },
          offeredFor: given.offeredFor,
          at: data.askedAt,
          is,
        })
        return 'happens'
      }
      case 'ConfirmSlot': {
        const visit = find(data.appointmentId, data.booking)
        if (visit === undefined) return 'SLOT_UNKNOWN'
        if (visit.is === 'released') return 'SLOT_STATE'
        if (visit.is !== 'held') return 'repeat'
        visit.is = 'confirmed'
        return 'happens'
      }
      case 'ReleaseSlot': {
        const visit = find(data.appointmentId, data.booking)
        if (visit === undefined) return 'SLOT_UNKNOWN'
        if (visit.is === 'released') return 'repeat'
        if (visit.is === 'consumed') return 'SLOT_STATE'
        if (data.reason === 'expired' && (visit.is === 'confirmed' || data.releasedAt < visit.asked.dueAt)) return 'NOT_DUE'
        return end(visit, 'released')
      }
      case 'ConsumeSlot': {
        const visit = find(data.appointmentId, data.booking)
        if (visit === undefined) return 'SLOT_UNKNOWN'
        if (visit.is === 'consumed') return 'repeat'
        return visit.is === 'confirmed' ? end(visit, 'consumed') : 'SLOT_STATE'
      }
    }
  }

  const told: CapacityEvent[] = []
  return {
    judge,
    check(state, events) {
      told.push(...events)
      for (const offered of state.offers.values()) {
        const last = lastOffer(offered.provider, offered.slot, offered.offeredFor)!
        const mine = takenOf(offered)
        const count = (is: Visit['is']) => mine.filter((one) => one.is === is).length
        equal([offered.held, offered.confirmed, offered.consumed], [count('held'), count('confirmed'), count('consumed')], 'what is taken')
        equal([offered.bookable], [bookable(last)], 'what may be booked')
        law(freeOf(offered) >= 0, 'no slot is overbooked')
        const facts = told.filter(
          ({ data }) => data.provider === offered.provider && data.slot === offered.slot && data.offeredFor === offered.offeredFor,
        )
        const net = (type: CapacityEvent['type']) => facts.filter((one) => one.type === type).length
        equal([offered.bookable - freeOf(offered)], [net('SlotHeld') - net('SlotReleased')], 'held less released is what is taken')
      }
      const open = visits.filter(({ is }) => is === 'held' || is === 'confirmed')
      equal([...state.open.keys()].sort(), open.map(nameOf).sort(), 'open bookings')
    },
  }
}
