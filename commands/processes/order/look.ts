import { orderAggregate } from '../../../domain/order/order.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { CommandBus } from '../../command-bus.ts'
import { refusing, shortOf, type Work, workOf } from './fulfil.ts'
import type { Held } from './held.ts'
import { type MostAt, mostFound, reservationsOf, withGone } from './reservations.ts'

/** Everything one look is about. */
export interface Look {
  readonly order: Readonly<Order>
  readonly state: Readonly<ProcessState>
  readonly held: readonly Held[]
  readonly works: readonly Work[]
  /** Locations that will not do the work for this order. */
  readonly refusedBy: ReadonlySet<string>
  /** Those, and locations that did not find all they were to send: nothing more is asked of them. */
  readonly avoided: ReadonlySet<string>
  readonly mostAt: MostAt
}

/**
 * The steps that give back what a location refused, or did not find, remembered for as long as the order is: it is not asked again for this
 * order.
 */
export type LeavingStep = 'moved/' | 'short/'
const leftBehind = ({ steps }: Readonly<ProcessState>, leaving: LeavingStep): readonly string[] =>
  [...steps.keys()].filter((step) => step.startsWith(leaving)).map((step) => step.slice(leaving.length))

export async function lookAt(bus: CommandBus, orderId: string, state: Readonly<ProcessState>): Promise<Look | null> {
  const order = await bus.look(orderAggregate, orderId)
  if (order === null) return null
  const held = await reservationsOf(bus, order, state)
  const works = await workOf(
    bus,
    orderId,
    held.map(({ location }) => location),
  )
  const refusedBy = new Set([...refusing(works), ...leftBehind(state, 'moved/')])
  const shortAt = new Set([...shortOf(works), ...leftBehind(state, 'short/')])
  const mostAt: MostAt = (each) => (refusedBy.has(each.location) ? 0 : shortAt.has(each.location) ? mostFound(each, works) : null)
  return { order, state, held: withGone(held, works), works, refusedBy, avoided: refusedBy.union(shortAt), mostAt }
}
