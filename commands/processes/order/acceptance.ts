import { acceptanceOf, sendingOf } from '../../../domain/fulfilment/acceptance.ts'
import type { FulfilmentCommand } from '../../../domain/fulfilment/commands.ts'
import { phaseOf } from '../../../domain/fulfilment/phase.ts'
import type { Ask } from '../../../domain/process/process.ts'
import type { CommandOf } from '../../../domain/shared/command.ts'
import type { Catalogue } from '../../catalogue/port.ts'
import type { Policies } from '../../policies/port.ts'
import type { Tell } from '../told.ts'
import type { Work } from './fulfil.ts'

type Requested = CommandOf<FulfilmentCommand, 'RequestFulfilment'>['data']

export interface Accepting {
  readonly catalogue: Pick<Catalogue, 'location'>
  readonly policies: Policies
  readonly now: number
}

/** Work with the instants until which its location has to take and to send it, where the policy in force sets any. */
export async function withAcceptance(asks: readonly Tell[], { catalogue, policies, now }: Accepting): Promise<readonly Tell[]> {
  if (asks.length === 0) return asks
  const { name, version, document } = await policies.inForce('store-accept', now)
  if (version === 0) return asks
  return Promise.all(
    asks.map(async (ask) => {
      const data = ask.data as Requested
      const kind = (await catalogue.location(data.location))?.kind
      if (kind === undefined) return ask
      const by = (dueAt: number) => ({ dueAt, policy: { name, version } })
      const [acceptBy, sendBy] = [acceptanceOf(document, kind, now), sendingOf(document, kind, now)]
      const acceptance = acceptBy === null ? {} : { acceptance: by(acceptBy) }
      return { ...ask, data: { ...data, ...acceptance, ...(sendBy === null ? {} : { sending: by(sendBy) }) } }
    }),
  )
}

/** Work nobody took in time is called off; its units are then sourced elsewhere, as those of work that was rejected. */
export const expireWorkAsks = (works: readonly Work[], now: number): readonly Ask[] =>
  works.flatMap(({ fulfilmentId, fulfilment }) => {
    if (fulfilment === null || phaseOf(fulfilment) !== 'requested' || fulfilment.callOff !== null) return []
    const dueAt = fulfilment.acceptBy
    if (dueAt === null || dueAt > now) return []
    return [{ type: 'ExpireFulfilment', data: { fulfilmentId, because: 'notAccepted', dueAt, askedAt: now } }]
  })
