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
  /** How many of them the stock has issued. */
  readonly issued: number
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
      const booked = promises.get(line.reservationId)!
      const issued = unitsWith(booked.issued, shipmentId)
      const quantity = issued + Math.max(0, Math.min(line.quantity - issued, booked.open))
      return quantity > 0 ? [{ ...line, quantity, issued, fulfilmentId }] : []
    })
}

/** What was issued, and of the rest no more than the shipment has and is missing. */
function fitting(claims: readonly ClaimAt[], account: Account | undefined): readonly ClaimAt[] {
  let left = account === undefined ? 0 : Math.min(account.said - account.gone, account.missing)
  return claims.flatMap((claim) => {
    const further = Math.max(0, Math.min(claim.quantity - claim.issued, left))
    left -= further
    const quantity = claim.issued + further
    return quantity > 0 ? [{ ...claim, quantity }] : []
  })
}
