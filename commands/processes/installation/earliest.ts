import { departureDay, transportDays } from '../../../domain/delivery/transport.ts'
import { phaseOf } from '../../../domain/installation/installation.ts'
import { chinaDay, daysAfter, instantOn } from '../../../domain/shared/china-day.ts'
import type { Card } from './card.ts'
import type { Line } from './line.ts'
import type { Look } from './look.ts'

/** When the units of a line are there: they leave as the transport table says, or left already. */
export function arrivalDay({ order, works, transport, now }: Look, { line }: Line): string {
  const days = (order.plan ?? [])
    .filter(({ lineId }) => lineId === line.lineId)
    .map(({ location, locationRegionPath, reservationId }) => {
      const sent = works
        .filter((work) => work.location === location && work.fulfilment?.lines.has(reservationId))
        .flatMap(({ fulfilment }) => [...fulfilment!.shipments.values()].map(({ dispatchedAt }) => dispatchedAt))
      const leaves = sent.length > 0 ? chinaDay(Math.max(...sent)) : departureDay(transport, now)
      return daysAfter(leaves, transportDays(transport, locationRegionPath, order.shipTo))
    })
  return days.reduce((latest, day) => (day > latest ? day : latest), chinaDay(now))
}

/** The crew comes no sooner: as wished; else after the failed visit, the signature, or with the units, and not before the day the buyer asked for. */
export function earliestAt(look: Look, line: Line, card: Card): number {
  return Math.max(look.now, instantOn(dayOf(look, line, card), 0))
}

function dayOf(look: Look, line: Line, { installation }: Card): string {
  const { wish, request, signedAt, visits } = installation
  const { again, afterSigningDays } = look.policy.document
  if (wish !== null) return wish.date
  const failedAt = visits.at(-1)?.failedAt ?? null
  if (phaseOf(installation) === 'visitFailed' && failedAt !== null) return daysAfter(chinaDay(failedAt), again.afterDays)
  const possible = signedAt === null ? arrivalDay(look, line) : daysAfter(chinaDay(signedAt), afterSigningDays)
  return request.wantedDate !== null && request.wantedDate > possible ? request.wantedDate : possible
}
