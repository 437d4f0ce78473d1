import type { ShippedLine } from '../../../domain/fulfilment/state.ts'
import type { Work } from '../order/fulfil.ts'
import { accountKey } from './account-key.ts'
import type { Account } from './accounts.ts'
import { refusedIn } from './asks.ts'
import type { Left } from './departure.ts'
import type { Look } from './look.ts'
import { unitsWith } from './named.ts'

/** Units of a promise that a shipment of the channel is taken to have brought away, though its location has not named them. */
export interface Claim extends ShippedLine {
  readonly isIssued: boolean
}

export interface UnnamedLeft extends Left {
  readonly lines: readonly Claim[]
}

/**
 * Work that a shipment of the channel belongs to but that could not take it: serial numbers are missing or wrong, and the location has
 * to say. The units have left all the same, though not from a promise that others used up meanwhile.
 */
export function unnamedLefts(look: Look): readonly UnnamedLeft[] {
  const { departure, works } = look
  const { shipmentId } = departure
  const claims = works.flatMap((work) => claimsOf(look, work))
  const kept = [...Map.groupBy(claims, accountKey)].flatMap(([key, mine]) => fitting(mine, look.accounts.get(key)))
  return works.flatMap(({ fulfilmentId, location }) => {
    const lines = kept.flatMap(({ fulfilmentId: at, ...line }) => (at === fulfilmentId ? [line] : []))
    return lines.length === 0 ? [] : [{ fulfilmentId, shipmentId, location, lines }]
  })
}

type ClaimAt = Claim & Pick<Left, 'fulfilmentId'>

function claimsOf({ departure: { shipmentId }, promises, state }: Look, { fulfilmentId, fulfilment }: Work): readonly ClaimAt[] {
  if (fulfilment!.shipments.has(shipmentId)) return []
  const refused = refusedIn(state.steps.get(`dispatch/${fulfilmentId}`), 'SERIAL_NUMBERS_MISMATCH')
  return refused
    .flatMap(({ data }) => (data as Pick<Left, 'lines'>).lines)
    .flatMap((line) => {
      const { open, issued } = promises.get(line.reservationId)!
      const gone = unitsWith(issued, shipmentId)
      const quantity = gone > 0 ? gone : Math.min(line.quantity, open)
      return quantity > 0 ? [{ ...line, quantity, isIssued: gone > 0, fulfilmentId }] : []
    })
}

/** What was issued, and of the rest no more than the shipment has and is missing. */
function fitting(claims: readonly ClaimAt[], account: Account | undefined): readonly ClaimAt[] {
  let left = account === undefined ? 0 : Math.min(account.said - account.gone, account.missing)
  return claims.flatMap((claim) => {
    if (claim.isIssued) return [claim]
    const quantity = Math.min(claim.quantity, left)
    left -= Math.max(0, quantity)
    return quantity > 0 ? [{ ...claim, quantity }] : []
  })
}
