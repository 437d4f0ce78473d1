import type { ShippedLine } from '../../../domain/fulfilment/state.ts'
import { openWork } from '../order/fulfil.ts'
import { accountKey } from './account-key.ts'
import type { Left, Reported } from './departure.ts'
import type { Lefts } from './lefts.ts'
import type { Look } from './look.ts'

interface Rest {
  wanted: number
  readonly serialNumbers: string[]
}

/** What of a shipment of order lines no work accounts for yet, in units of stock. */
function restOf(departure: Reported, { order, accounts }: Look, { named, unnamed }: Lefts): ReadonlyMap<string, Rest> {
  const used = new Set([...named, ...unnamed].flatMap(({ lines }) => lines.flatMap(({ serialNumbers }) => serialNumbers)))
  const rest = new Map<string, Rest>()
  for (const { lineId, serialNumbers } of departure.lines) {
    for (const { sku, serialNumberRequired } of order.lines.get(lineId)?.stock ?? []) {
      const key = accountKey({ lineId, sku })
      const { said, gone, missing } = accounts.get(key)!
      const entry = rest.get(key) ?? { wanted: Math.min(said - gone, missing), serialNumbers: [] }
      rest.set(key, entry)
      if (serialNumberRequired) entry.serialNumbers.push(...serialNumbers.filter((number) => !used.has(number)))
    }
  }
  for (const line of unnamed.flatMap(({ lines }) => lines)) rest.get(accountKey(line))!.wanted -= line.quantity - line.issued
  return rest
}

/** Which open work the rest of a shipment of order lines belongs to; serial numbers go to the units in the order they are named. */
export function sharesOf(departure: Reported, look: Look, lefts: Lefts): { readonly shares: readonly Left[]; readonly isWhole: boolean } {
  const rest = restOf(departure, look, lefts)
  const told = new Set([...lefts.named, ...lefts.unnamed].map(({ fulfilmentId }) => fulfilmentId))
  const open = openWork(look.works).filter(({ fulfilmentId }) => !told.has(fulfilmentId))
  const shares = open.flatMap(({ fulfilmentId, location, fulfilment }) => {
    const lines: ShippedLine[] = []
    for (const { requested, dispatched } of fulfilment!.lines.values()) {
      const { lineId, sku, reservationId } = requested
      const entry = rest.get(accountKey(requested))
      const promised = look.promises.get(reservationId)?.open ?? 0
      const quantity = Math.min(requested.quantity - dispatched, promised, entry?.wanted ?? 0)
      if (entry === undefined || quantity <= 0) continue
      entry.wanted -= quantity
      lines.push({ lineId, sku, reservationId, quantity, serialNumbers: entry.serialNumbers.splice(0, quantity) })
    }
    return lines.length === 0 ? [] : [{ fulfilmentId, shipmentId: departure.shipmentId, location, lines }]
  })
  return { shares, isWhole: rest.values().every(({ wanted }) => wanted <= 0) }
}
