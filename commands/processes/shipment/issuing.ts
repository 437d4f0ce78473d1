import { newlyLeft, unnamedBefore } from '../../../domain/fulfilment/unnamed-units.ts'
import type { AnsweredStep, Ask } from '../../../domain/process/process.ts'
import type { Tell } from '../told.ts'
import { accountKey } from './account-key.ts'
import { type Issued, issueAsks, refusedIn } from './asks.ts'
import type { Left } from './departure.ts'
import type { Lefts } from './lefts.ts'
import type { Look } from './look.ts'
import { unitsWith } from './named.ts'
import { toldAs } from './told-as.ts'

/** What of a shipment is new. */
export interface News {
  readonly left: Left
  /** To the stock: all of it that did not leave before. */
  readonly gone: Left
  /** To the order: what of that the channel did not tell it. */
  readonly further: Left
}

/**
 * What a location names may have left unnamed before, with another shipment. Not what the channel said left with this one: that is
 * taken as said, and only what the location names beyond it is weighed so.
 */
export function newsOf(look: Look, { named, unnamed }: Lefts): readonly News[] {
  const said = new Map([...look.accounts].map(([key, account]) => [key, account.said]))
  const ofNamed = named.map((left) => {
    const lines = left.lines.map((line) => {
      const key = accountKey(line)
      const own = Math.min(line.quantity, said.get(key) ?? 0)
      said.set(key, (said.get(key) ?? 0) - own)
      const { reservationId, quantity } = line
      const before = unnamedBefore(left.shipmentId, look.promises.get(reservationId)!.issued, look.named.get(reservationId) ?? [])
      const gone = newlyLeft(quantity, own, before)
      return { line, gone, further: gone - own }
    })
    const only = (units: 'gone' | 'further'): Left => {
      return { ...left, lines: lines.flatMap((each) => (each[units] > 0 ? [{ ...each.line, quantity: each[units] }] : [])) }
    }
    return { left, gone: only('gone'), further: only('further') }
  })
  return [...ofNamed, ...unnamed.map((left) => ({ left, gone: left, further: { ...left, lines: [] } }))]
}

/** What of it the stock does not know yet, as far as it is still promised. */
export function notIssued({ gone }: News, { order, works, promises }: Look): readonly Tell[] {
  const { shipmentId, location } = gone
  return gone.lines.flatMap((line) => {
    const { issued, open } = promises.get(line.reservationId)!
    const known = unitsWith(issued, shipmentId)
    const quantity = Math.min(line.quantity - known, open)
    if (quantity <= 0) return []
    const number = known > 0 ? toldAs(shipmentId, location) : shipmentId
    return issueAsks({ ...gone, shipmentId: number, lines: [{ ...line, quantity }] }, order, works)
  })
}

/** Asked in the same words the last time, and refused. */
export function wasRefused(step: AnsweredStep | undefined, ask: Ask, ...codes: readonly string[]): boolean {
  const { reservationId, shipmentId, quantity } = ask.data as Issued
  return refusedIn(step, ...codes).some(({ data }) => {
    const before = data as Issued
    return before.reservationId === reservationId && before.shipmentId === shipmentId && before.quantity === quantity
  })
}
