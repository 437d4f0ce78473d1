import { installationKey } from '../../../domain/installation/installation-key.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { LineState, Order } from '../../../domain/order/state.ts'
import { installLines, toInstall } from '../../../domain/order/to-install.ts'
import type { InstallationDocument } from '../../../domain/policy/kinds/installation.ts'
import type { TransportDocument } from '../../../domain/policy/kinds/transport.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies, PolicyInForce } from '../../policies/port.ts'
import { type Work, workOf } from '../order/fulfil.ts'
import { type Card, cardOf } from './card.ts'
import { heldFor } from './held-slot.ts'
import type { Line } from './line.ts'
import { together } from './together.ts'
import { refusedUnits } from './units.ts'

/** Everything one look is about. */
export interface Look {
  readonly order: Readonly<Order>
  readonly state: Readonly<ProcessState>
  readonly works: readonly Work[]
  readonly lines: readonly Line[]
  readonly policy: PolicyInForce<InstallationDocument>
  readonly transport: TransportDocument
  /** When other rules begin to decide; null while none are published that do. */
  readonly rulesBegin: number | null
  readonly now: number
}

/** Null where there is nothing to install. */
export async function lookAt(
  { bus, policies }: { readonly bus: CommandBus; readonly policies: Policies },
  orderId: string,
  state: Readonly<ProcessState>,
  now: number,
): Promise<Look | null> {
  const order = await bus.look(orderAggregate, orderId)
  const found = order === null ? [] : installLines(order)
  if (order === null || found.length === 0) return null
  const policy = await policies.inForce('installation', now)
  if (!policy.document.arranges && !state.started) return null
  const { document: transport } = await policies.inForce('transport', now)
  const locations = (order.plan ?? []).map(({ location }) => location)
  const works = await workOf(bus, orderId, locations)
  const lines: Line[] = []
  for (const line of found) lines.push(await lineOf(bus, order, line, works, state))
  const rulesBegin = await policies.nextAfter(['installation', 'transport'], now)
  return { order, state, works, lines: together(lines), policy, transport, rulesBegin, now }
}

async function lineOf(
  bus: CommandBus,
  order: Readonly<Order>,
  line: Readonly<LineState>,
  works: readonly Work[],
  state: Readonly<ProcessState>,
): Promise<Line> {
  const cards: Card[] = []
  for (let attempt = 1; ; attempt++) {
    const card = await cardOf(bus, installationKey(order.orderId, line.lineId, attempt))
    if (card === null) break
    cards.push(card)
  }
  const card = cards.at(-1) ?? null
  const units = toInstall(order, line, refusedUnits(line, works))
  return { line, units, cards, card, held: await heldFor(bus, line.lineId, cards, state) }
}
