import { phaseOf } from '../../../domain/installation/installation.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies } from '../../policies/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CoverageDirectory } from '../../services/coverage-directory.ts'
import type { Next, Process } from '../process.ts'
import type { Tell } from '../told.ts'
import { book } from './book.ts'
import { type Card, isOpenCard } from './card.ts'
import { keepSlots } from './keep-slots.ts'
import type { Line } from './line.ts'
import { type Look, lookAt } from './look.ts'
import { type InstallationFacts, request } from './request.ts'
import { orderWait, rest } from './rest.ts'
import { spread } from './together.ts'
import { installationConcerns, installationTriggers } from './triggers.ts'
import { shipmentsOf, signedAtOf } from './units.ts'
import { candidatesOf, chooseAsk } from './who.ts'

export interface InstallationProcessOptions {
  readonly bus: CommandBus
  readonly policies: Policies
  readonly coverage: CoverageDirectory
  readonly clock: Clock
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })
const tell = (step: string, asks: readonly Tell[]): Next => ({ do: 'tell', step, asks })
const noFacts: InstallationFacts = { wantedDate: null, picksUpOldUnit: false }

/**
 * Sees to it that what is sold with installation is installed: one work card for each line, from when its units may leave; a provider and a slot for
 * each visit, confirmed, used up or given back; and the order told of it. What the order, or the buyer, calls off is undone, the card first,
 * since it alone can say that it is too late, then the slot. One instance for each order.
 */
export function installationProcess(options: InstallationProcessOptions): Process {
  const { bus, policies, coverage, clock } = options

  async function next(orderId: string, state: Readonly<ProcessState>, facts: unknown): Promise<Next> {
    const look = await lookAt({ bus, policies }, orderId, state, clock.now())
    if (look === null) return { do: 'nothing' }
    const soFar = callOff(look) ?? keepTogether(look) ?? keepSlots(look) ?? compensated(look) ?? tellOrder(look) ?? deliver(look)
    return (
      soFar ??
      (await request(look, (facts as InstallationFacts | null) ?? noFacts, options)) ??
      (await arrange(look)) ??
      rest(look, options)
    )
  }

  /** The card says something else than the order by now. */
  function callOff({ lines, order, state, now }: Look): Next | null {
    for (const { line, units, card } of lines) {
      if (card === null || !isOpenCard(card) || isAsOrdered(card, { line, units }, order.shipTo)) continue
      const reason = units > 0 ? 'changed' : order.phase === 'cancelled' ? 'orderCancelled' : 'unitsReturned'
      if (state.givingUp === null) return { do: 'giveUp', reason }
      const data = { installationId: card.installationId, reason, note: null, cancelledAt: now }
      return ask(`cancel/${line.lineId}`, [{ type: 'CancelInstallation', data }])
    }
    return null
  }

  function keepTogether({ lines, now }: Look): Next | null {
    const spreading = spread(lines, now)
    return spreading === null ? null : ask(`together/${spreading.line.line.lineId}`, [spreading.ask])
  }

  const compensated = ({ state }: Look): Next | null => (state.givingUp === null ? null : { do: 'compensated' })

  /** The order learns of every card, and how it ended. */
  function tellOrder({ order, lines }: Look): Next | null {
    const { orderId, installations, phase } = order
    const cards = lines.flatMap(({ line, cards: all, units }) => all.map((card) => ({ ...card, lineId: line.lineId, units })))
    const news = cards.flatMap(({ installationId, installation, lineId, units }): Tell[] => {
      const known = installations.get(installationId)
      const outcome = outcomeOf(phaseOf(installation))
      if (known === undefined && phase !== 'cancelled' && outcome === null)
        return [{ type: 'ExpectInstallation', data: { orderId, lineId, installationId, quantity: Math.max(1, units) } }]
      if (known?.outcome !== null || outcome === null) return []
      return [{ type: 'EndInstallation', data: { orderId, installationId, outcome, endedAt: installation.endedAt! } }]
    })
    return news.length > 0 ? tell('tell', news) : null
  }

  /** A crew that installs what it brings delivers it by that. */
  function deliver({ lines, works }: Look): Next | null {
    const brought = lines.flatMap(({ line, card }) =>
      card === null || card.installation.completion === null || card.installation.request.mode !== 'oneVisit'
        ? []
        : shipmentsOf(line, works)
            .filter(({ outcome }) => outcome === null)
            .map(({ fulfilmentId, shipmentId }) => ({ fulfilmentId, shipmentId, deliveredAt: card.installation.completion!.completedAt })),
    )
    const first = new Map(
      brought.map((data): [string, Tell] => [`${data.fulfilmentId} ${data.shipmentId}`, { type: 'DeliverShipment', data }]),
    )
    return first.size > 0 ? tell('deliver', [...first.values()]) : null
  }

  async function arrange(look: Look): Promise<Next | null> {
    for (const line of look.lines) {
      const { card } = line
      if (card === null || !isOpenCard(card)) continue
      const step = open(look, line, card) ?? choose(look, line, card) ?? (await book(look, line, card, options))
      if (step !== null) return step
    }
    return null
  }

  function open({ order, works }: Look, { line, units }: Line, card: Card): Next | null {
    if (phaseOf(card.installation) !== 'awaitingDelivery') return null
    const signedAt = signedAtOf(order, line, units, works)
    const data = { installationId: card.installationId, signedAt }
    return signedAt === null ? null : tell(`open/${line.lineId}`, [{ type: 'OpenInstallation', data }])
  }

  /** Who is to come later is known now, and chosen again where who was chosen does not service the place any more. */
  function choose(look: Look, line: Line, card: Card): Next | null {
    if (phaseOf(card.installation) !== 'awaitingDelivery') return null
    const { mode, picksUpOldUnit } = card.installation.request
    const candidates = candidatesOf(look, line, mode, picksUpOldUnit, coverage)
    const [best] = candidates
    const chosen = card.installation.chosen?.provider
    if (best === undefined || candidates.some(({ provider }) => provider === chosen)) return null
    return tell(`choose/${line.line.lineId}`, [chooseAsk(look, card, best.provider, candidates)])
  }

  const refusedWaitsFor = (orderId: string) => [orderWait(orderId)]
  return { name: 'installation', triggers: installationTriggers, concerns: installationConcerns, refusedWaitsFor, next }
}

function isAsOrdered(
  { installation: { request: asked } }: Card,
  { line, units }: Pick<Line, 'line' | 'units'>,
  shipTo: readonly string[],
): boolean {
  const parts = new Map(asked.lines.map(({ sku, quantity }) => [sku, quantity]))
  return line.stock.every(({ sku, quantityPerUnit }) => parts.get(sku) === units * quantityPerUnit) && same(asked.regionPath, shipTo)
}

function outcomeOf(phase: ReturnType<typeof phaseOf>): 'installed' | 'cancelled' | null {
  if (phase === 'completed') return 'installed'
  return phase === 'cancelled' ? 'cancelled' : null
}
