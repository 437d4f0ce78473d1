import type { Verification } from '../replay/verify/verify.ts'
import { yuanText } from './amounts.ts'
import type { Found } from './found.ts'
import type { Measures } from './measures.ts'
import type { Answers } from './run.ts'
import { channels } from './shops.ts'
import type { Truth } from './truth.ts'

/** What `demo --json` prints. */
export interface Report {
  readonly orders: number
  readonly events: number
  readonly channels: readonly { readonly channel: string; readonly orders: number; readonly gmvFen: number }[]
  readonly exceptions: number
  readonly oversold: number
  readonly duplicatesIgnored: number
  readonly injected: {
    readonly duplicates: number
    readonly stale: number
    readonly malformed: number
    readonly unknownListing: number
    readonly unpaid: number
    readonly cancelled: number
    readonly refunds: number
    readonly returns: number
  }
  readonly fulfilment: Measures
  readonly verify: { readonly ok: boolean; readonly documents: number; readonly differences: number }
  readonly seconds: number
  readonly eventsPerSecond: number
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export interface Ended {
  readonly truth: Truth
  readonly found: Found
  readonly answers: Answers
  readonly measures: Measures
  readonly verification: Verification
  readonly sellingSeconds: number
  readonly seconds: number
}

export function reportOf({ truth, found, answers, measures, verification, sellingSeconds, seconds }: Ended): Report {
  const { ok, documents, differences, events, oversold } = verification
  const { duplicate: duplicates, stale, malformed, unknownListing } = truth.mishaps
  const { unpaid, cancelled, refunds, returns } = truth
  const byChannel = channels.map((channel) => ({ channel, ...found.channels[channel] }))
  return {
    orders: sum(byChannel.map(({ orders }) => orders)),
    events,
    channels: byChannel,
    exceptions: sum(Object.values(found.exceptions)),
    oversold,
    duplicatesIgnored: answers.outcomes.duplicate,
    injected: { duplicates, stale, malformed, unknownListing, unpaid, cancelled, refunds, returns },
    fulfilment: measures,
    verify: { ok, documents, differences },
    seconds: Math.round(seconds * 10) / 10,
    eventsPerSecond: Math.round(events / Math.max(0.001, sellingSeconds)),
  }
}

const row = (...cells: readonly (string | number)[]): string =>
  `  ${cells.map((cell, index) => (index === 0 ? String(cell).padEnd(24) : String(cell).padStart(18))).join('')}`

const percent = (rate: number): string => `${(rate * 100).toFixed(1)} %`

/** How the goods reached their buyers, in words. */
function fulfilmentLines({ ends, exceptionsByCause, ...measures }: Measures): readonly string[] {
  return [
    row('delivered and installed', ends.installed),
    row('delivered', ends.delivered),
    row('returned in full', ends.returned),
    row('cancelled or unpaid', ends.cancelled),
    row('given up, out of stock', ends.outOfStock),
    row('still open', ends.open, `${measures.openProcesses} processes`),
    '',
    row('works of locations', measures.fulfilments),
    row('orders split', percent(measures.splitRate)),
    row('parcels an order', measures.parcelsPerOrder.toFixed(2)),
    row('carriage and handling', yuanText(measures.costFenPerOrder), 'yuan an order'),
    row('left in time', percent(measures.onTimeRate)),
    row('installed at first visit', percent(measures.installedOnFirstVisitRate)),
    row('exceptions, all injected', ''),
    ...Object.entries(exceptionsByCause)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([cause, count]) => row(`  ${cause}`, count)),
  ]
}

/** The same for people. */
export function linesOf(report: Report, { found, answers, truth }: Ended): readonly string[] {
  const { placed, updated, duplicate, stale, exception } = answers.outcomes
  const gmvFen = sum(report.channels.map((each) => each.gmvFen))
  return [
    row('channel', 'orders', 'GMV in yuan'),
    ...report.channels.map(({ channel, orders, gmvFen: fen }) => row(channel, orders, yuanText(fen))),
    row('all', report.orders, yuanText(gmvFen)),
    '',
    row('messages', ''),
    row('  placed', placed),
    row('  updated', updated),
    row('  duplicate, ignored', duplicate),
    row('  stale, ignored', stale),
    row('  exception', exception),
    ...Object.entries(found.exceptions).map(([code, count]) => row(`    ${code}`, count)),
    '',
    row('never paid, cancelled', found.unpaid),
    row('cancelled', found.cancelled),
    row('refunds', found.refunds, yuanText(found.refundFen)),
    row('returns', found.returns, `${truth.returnedUnits.damaged} units damaged`),
    row('oversold', report.oversold),
    '',
    ...fulfilmentLines(report.fulfilment),
    '',
    `  ${report.events} events, ${report.eventsPerSecond} a second; ${report.seconds} s in all`,
  ]
}
