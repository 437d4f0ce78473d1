import { installationKey } from '../../domain/installation/installation-key.ts'
import { processKey } from '../../domain/process/process.ts'
import { caseSubject, orderSubject } from '../../domain/publishing/keys.ts'
import { parseStreamKey, streamName } from '../../domain/shared/stream-name.ts'
import { returnCodeOf, wmsReturnKey } from '../../domain/wms/keys.ts'
import type { PooledOrder } from './document.ts'

/** Cards of one line, one after another, as far as they are told. */
const mostCards = 5

const cardsOf = (orderId: string, lineId: string): readonly string[] =>
  Array.from({ length: mostCards }, (_, place) => streamName('installation', installationKey(orderId, lineId, place + 1)))

/** How often a warehouse is told of units of one case, as far as that is told. */
const mostRounds = 3

const returnsOf = (afterSalesId: string, locations: readonly string[]): readonly string[] =>
  locations.flatMap((location) =>
    Array.from({ length: mostRounds }, (_, place) =>
      streamName('wmsreturn', wmsReturnKey(returnCodeOf(afterSalesId, place + 1), location)),
    ),
  )

const locationsOf = (fulfilments: readonly { readonly fulfilmentId: string }[]): readonly string[] => [
  ...new Set(fulfilments.flatMap(({ fulfilmentId }) => parseStreamKey(fulfilmentId).at ?? [])),
]

/**
 * Every stream that tells one order's story: its own, messages, after-sales, fulfilments, work cards of crews, what was said with warehouses and told to channels, and
 * what the named processes wrote about any of these. A process that never had to do with it has no such stream: reading one gives nothing.
 */
export function timelineStreams(
  order: Pick<PooledOrder, 'orderId' | 'lines' | 'toInstall' | 'streams' | 'afterSalesIds' | 'fulfilments'>,
  processes: readonly string[],
): string[] {
  const subjects = [order.orderId, ...order.afterSalesIds, ...order.fulfilments.map(({ fulfilmentId }) => fulfilmentId)]
  const cards = order.toInstall === undefined ? [] : order.lines.flatMap(({ lineId }) => cardsOf(order.orderId, lineId))
  const toldOfIt = [orderSubject(order.orderId), ...order.afterSalesIds.map(caseSubject)].map((subject) => streamName('push', subject))
  const outside = ['wms', 'push'].flatMap((category) => order.fulfilments.map(({ fulfilmentId }) => streamName(category, fulfilmentId)))
  const ofReturns = order.afterSalesIds.flatMap((afterSalesId) => returnsOf(afterSalesId, locationsOf(order.fulfilments)))
  const ofProcesses = processes.flatMap((process) => subjects.map((subject) => streamName('process', processKey(process, subject))))
  return [
    ...new Set([streamName('order', order.orderId), ...order.streams, ...cards, ...toldOfIt, ...outside, ...ofReturns, ...ofProcesses]),
  ]
}
