import type { Aggregate } from '../shared/aggregate.ts'
import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import { choose, stall, want } from './arranging.ts'
import { type InstallationCommand, installationCommands } from './commands.ts'
import type { InstallationEvent } from './events.ts'
import { partOf } from './evidence.ts'
import { evolve, type Installation, type InstallationRequest, initial, phaseOf } from './state.ts'
import { book, cancel, complete, fail, type Requested, reschedule, which, wrongPhase } from './visiting.ts'

export { type Installation, type InstallationPhase, phaseOf } from './state.ts'

type Data<Type extends InstallationCommand['type']> = CommandOf<InstallationCommand, Type>['data']
type Decided = Decision<InstallationEvent>

export interface InstallationTypes {
  state: Installation
  command: InstallationCommand
  event: InstallationEvent
}

/** Commands whose repeats the card itself knows: these a process may tell it. */
export const keyedOfInstallation = [
  'RequestInstallation',
  'OpenInstallation',
  'ChooseProvider',
  'BookVisit',
  'RescheduleVisit',
] as const satisfies readonly InstallationCommand['type'][]

/** One appointment to install units of an order, the work card of the crew: stream `installation-<id>`. */
export const installationAggregate: Aggregate<InstallationTypes> = {
  category: 'installation',
  stateVersion: 3,
  commandTypes: Object.keys(installationCommands) as InstallationCommand['type'][],
  naturallyKeyed: keyedOfInstallation,
  key: ({ data }) => data.installationId,
  initial,
  evolve,
  decide,
  freeze: ({ visits, ...rest }) => ({ ...rest, visits: visits.map((visit) => ({ ...visit })) }),
  thaw(frozen) {
    const { visits, ...rest } = frozen as Installation
    return { ...rest, visits: visits.map((visit) => ({ ...visit })) }
  },
  weigh: ({ request, visits, completion }) =>
    1_000 + 300 * (request?.lines.length ?? 0) + 200 * visits.length + 300 * (completion === null ? 0 : unitsOf(completion)),
}

const unitsOf = ({ units, photos, materials }: NonNullable<Installation['completion']>): number =>
  units.length + photos.length + materials.length

function decide(installation: Readonly<Installation>, { type, data }: InstallationCommand): Decided {
  if (type === 'RequestInstallation') return request(installation, data)
  if (!isRequested(installation)) return reject('INSTALLATION_UNKNOWN', { installationId: data.installationId })
  switch (type) {
    case 'OpenInstallation':
      return open(installation, data)
    case 'ChooseProvider':
      return choose(installation, data)
    case 'WantVisit':
      return want(installation, data)
    case 'StallInstallation':
      return stall(installation, data)
    case 'BookVisit':
      return book(installation, data)
    case 'RescheduleVisit':
      return reschedule(installation, data)
    case 'FailVisit':
      return fail(installation, data)
    case 'CompleteInstallation':
      return complete(installation, data)
    case 'CancelInstallation':
      return cancel(installation, data)
  }
}

const isRequested = (installation: Readonly<Installation>): installation is Requested => installation.request !== null

/** Facts of SKUs and the day wanted may have changed since; what is asked for may not. */
function request(installation: Readonly<Installation>, data: Data<'RequestInstallation'>): Decided {
  if (installation.request !== null)
    return same(asked(installation.request), asked(data)) ? accept() : reject('DOCUMENT_DIFFERS', { recorded: asked(installation.request) })
  if (new Set(data.lines.map(partOf)).size < data.lines.length) return reject('BAD_REQUEST', { reason: 'a SKU of a line is named twice' })
  return accept({ type: 'InstallationRequested', data })
}

const asked = ({ orderId, mode, picksUpOldUnit, lines }: InstallationRequest) => ({
  ...{ orderId, mode, picksUpOldUnit },
  lines: lines.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity })),
})

/** Where the crew that delivers installs as well there is nothing to wait for, and so nothing to open. */
function open(installation: Requested, { signedAt }: Data<'OpenInstallation'>): Decided {
  if (installation.signedAt !== null) return accept()
  if (phaseOf(installation) !== 'awaitingDelivery') return wrongPhase(installation)
  return accept({ type: 'InstallationOpened', data: { ...which(installation), signedAt } })
}
