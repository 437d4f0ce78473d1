import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { latest } from '../shared/latest.ts'
import type { CapacityCommand } from './commands.ts'
import type { CapacityEvent } from './events.ts'
import { pathOfArea } from './fields.ts'
import { type Capacity, freeOf, type Offer, offerKey, taken } from './state.ts'

/** Of one area on one day: what a state of its own may hold, and a refusal look through. */
export const mostOffers = 1_000
/** Alternatives named in a refusal. */
const mostNamed = 20

/** Whole visits only: five with 30 percent on top are six. */
export const bookableOf = (quantity: number, overbookPercent: number): number => quantity + Math.floor((quantity * overbookPercent) / 100)

/**
 * An offer is a decision at a desk, and is checked: it never falls below what is taken. A provider that wants no more visits offers
 * exactly what is taken; one that cannot make those has them moved first.
 */
export function offer(capacity: Readonly<Capacity>, data: CommandOf<CapacityCommand, 'OfferCapacity'>['data']): Decision<CapacityEvent> {
  const { area, provider, slot, offeredFor, quantity, overbookPercent, setAt } = data
  const known = capacity.offers.get(offerKey(provider, slot, offeredFor))
  if (known === undefined && capacity.offers.size >= mostOffers) return reject('CAPACITY_TOO_LARGE', { mostOffers })
  const bookable = bookableOf(quantity, overbookPercent)
  return latest(
    known?.setAt ?? null,
    setAt,
    () => known?.quantity === quantity && known.overbookPercent === overbookPercent,
    () =>
      known !== undefined && bookable < taken(known)
        ? reject('CAPACITY_BELOW_TAKEN', { bookable, taken: taken(known), ...countsOf(known) })
        : accept({ type: 'CapacityOffered', data: { ...data, regionPath: pathOfArea(area), bookable } }),
  )
}

const countsOf = ({ held, confirmed, consumed }: Readonly<Offer>) => ({ held, confirmed, consumed })

/** The offer that serves a category: the one for it alone where there is one, else the one for whatever the provider services. */
export const offerFor = ({ offers }: Readonly<Capacity>, provider: string, slot: string, category: string): Offer | undefined =>
  offers.get(offerKey(provider, slot, category)) ?? offers.get(offerKey(provider, slot, null))

export interface FreeSlot {
  readonly provider: string
  readonly slot: string
  readonly free: number
}

/** Slots of the area on that day that would take a visit for the category. */
export const freeSlots = (capacity: Readonly<Capacity>, category: string): readonly FreeSlot[] =>
  servingOffers(capacity, category).map((offered) => ({ provider: offered.provider, slot: offered.slot, free: freeOf(offered) }))

const servingOffers = (capacity: Readonly<Capacity>, category: string): readonly Offer[] =>
  [...capacity.offers.values()].filter(
    (offered) => freeOf(offered) > 0 && offerFor(capacity, offered.provider, offered.slot, category) === offered,
  )

/** Slots of the area on that day that would take the visit, those of the same provider first. Grows with the offers, not with the bookings. */
export function alternatives(capacity: Readonly<Capacity>, provider: string, category: string) {
  const serving = servingOffers(capacity, category)
  return [...serving.filter((offered) => offered.provider === provider), ...serving.filter((offered) => offered.provider !== provider)]
    .slice(0, mostNamed)
    .map((offered) => ({ provider: offered.provider, slot: offered.slot, free: freeOf(offered) }))
}
