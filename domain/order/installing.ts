import { accept, type Decision, reject } from '../shared/decision.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { OrderEvent } from './events.ts'
import { freightLineId } from './freight.ts'
import type { Order } from './state.ts'

/** Installations a crew is still awaited for. */
export const expectedInstallations = ({ installations }: Readonly<Order>): readonly string[] =>
  [...installations].filter(([, { outcome }]) => outcome === null).map(([installationId]) => installationId)

export function expectInstallation(draft: Draft, { data }: Extract<OrderCommand, { type: 'ExpectInstallation' }>): Decision<OrderEvent> {
  const { lineId, installationId, quantity } = data
  const { order } = draft
  if (order.installations.has(installationId)) return accept()
  if (lineId === freightLineId || !order.lines.has(lineId)) return reject('LINE_UNKNOWN', { lineId })
  if (order.phase === 'cancelled') return reject('ORDER_OVER', { phase: order.phase })
  return accept<OrderEvent>({ type: 'InstallationExpected', data: { ...draft.which, lineId, installationId, quantity } })
}

/** What came of it stays: an installation ends once. */
export function endInstallation(draft: Draft, { data }: Extract<OrderCommand, { type: 'EndInstallation' }>): Decision<OrderEvent> {
  const { installationId, outcome, endedAt } = data
  const known = draft.order.installations.get(installationId)
  if (known === undefined) return reject('INSTALLATION_UNKNOWN', { installationId })
  if (known.outcome !== null) return known.outcome === outcome ? accept() : reject('DOCUMENT_DIFFERS', { recorded: known.outcome })
  const { lineId } = known
  return accept<OrderEvent>({ type: 'InstallationEnded', data: { ...draft.which, lineId, installationId, outcome, endedAt } })
}
