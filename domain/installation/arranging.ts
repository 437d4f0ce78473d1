import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { InstallationCommand } from './commands.ts'
import type { InstallationEvent } from './events.ts'
import type { WaitedFor } from './fields.ts'
import { type InstallationPhase, isOver, phaseOf } from './state.ts'
import { type Requested, which, wrongPhase } from './visiting.ts'

type Data<Type extends InstallationCommand['type']> = CommandOf<InstallationCommand, Type>['data']
type Decided = Decision<InstallationEvent>

export function choose(installation: Requested, data: Data<'ChooseProvider'>): Decided {
  const { provider, serviceKind, candidates, chosenAt } = data
  if (same(installation.chosen, { provider, serviceKind, chosenAt })) return accept()
  if (isOver(installation)) return wrongPhase(installation)
  if (!candidates.some((candidate) => candidate.provider === provider))
    return reject('BAD_REQUEST', { reason: 'the provider is none of the candidates', provider })
  return accept({ type: 'ProviderChosen', data: { ...which(installation), ...data } })
}

/** A wish asked before the one that holds is a late one. */
export function want(installation: Requested, { installationId: _, ...wish }: Data<'WantVisit'>): Decided {
  if (same(installation.wish, wish)) return accept()
  if (isOver(installation)) return wrongPhase(installation)
  const { askedAt } = installation.wish ?? wish
  if (wish.askedAt < askedAt) return reject('COMMAND_TOO_OLD', { askedAt: wish.askedAt, decidedAt: askedAt })
  return accept({ type: 'VisitWanted', data: { ...which(installation), ...wish } })
}

/** When it can be that somebody waits for this. */
const waitingPhases: Readonly<Record<WaitedFor, readonly InstallationPhase[]>> = {
  provider: ['awaitingDelivery', 'toBook', 'visitFailed'],
  slot: ['toBook', 'visitFailed', 'booked'],
  confirmation: ['booked'],
  signing: ['awaitingDelivery'],
  outcome: ['booked'],
  decision: ['visitFailed'],
}

/** A deadline that comes late finds that something happened: it does not apply any more, and is refused. */
export function stall(installation: Requested, { waitedFor, bookings, dueAt }: Data<'StallInstallation'>): Decided {
  if (installation.stalled === waitedFor && installation.visits.length === bookings) return accept()
  const isWaiting = waitingPhases[waitedFor].includes(phaseOf(installation)) && installation.visits.length === bookings
  if (!isWaiting) return wrongPhase(installation)
  return accept({ type: 'InstallationStalled', data: { ...which(installation), waitedFor, bookings, dueAt } })
}
