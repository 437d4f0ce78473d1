import type { Principal } from '../../auth/principal.ts'
import { mayRead, mayWrite } from '../permission.ts'
import type { Empty, FilterOptions, PositionMessage, StreamIdentifier } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'
import { compileFilter } from '../semantics/filter.ts'
import type { DoorServices } from '../services.ts'
import type { GroupEntry, Groups } from './groups.ts'
import { type SettingsMessage, settingsOf } from './settings.ts'
import { ALL, endOf, type Place, placeText, type Source } from './source.ts'

interface GroupOptions {
  readonly streamOption?: 'stream' | 'all' | 'streamIdentifier'
  readonly stream?: {
    readonly streamIdentifier?: StreamIdentifier
    readonly revision?: string
    readonly revisionOption?: 'revision' | 'start' | 'end'
  }
  readonly all?: Empty & {
    readonly position?: PositionMessage
    readonly allOption?: 'position' | 'start' | 'end'
    readonly filter?: FilterOptions
  }
  readonly streamIdentifier?: StreamIdentifier
  readonly groupName?: string
  readonly settings?: SettingsMessage
  readonly stopAt?: string
}

export interface GroupRequest {
  readonly options?: GroupOptions
}

/** Whether the caller may have groups on this stream, change them and take their events: they are shared, so reading it is not enough. */
export function mayManage(caller: Principal, stream: string): true | string {
  if (stream === '') return 'a group is on a stream, or on all'
  const allowed = mayRead(caller, stream)
  if (allowed !== true || caller.role === 'admin' || caller.role === 'ledger-writer') return allowed
  return caller.role === 'integrator' && stream !== ALL ? mayWrite(caller, stream) : `the role ${caller.role} may have no groups here`
}

export const namesOf = ({ all, stream, streamIdentifier, groupName = '' }: GroupOptions) => ({
  stream: all === undefined ? Buffer.from((stream?.streamIdentifier ?? streamIdentifier)?.streamName ?? []).toString('utf8') : ALL,
  group: groupName,
})

/** Where a group begins: the place before its first event, and as it was asked for. */
async function beginningOf(
  source: Source,
  options: GroupOptions,
  services: DoorServices,
): Promise<Pick<GroupEntry, 'startFrom' | 'startsAfter'>> {
  const at = (startFrom: Place, startsAfter: Place) => ({ startFrom: placeText(source, startFrom), startsAfter: String(startsAfter) })
  const { stream, all, settings } = options
  if (source.stream === ALL) {
    if (all?.allOption === 'end') return at(-1n, await endOf(source, services))
    const position = all?.allOption === 'position' ? BigInt(all.position?.commitPosition ?? 0) : 0n
    return at(position, position)
  }
  const revision =
    stream?.revisionOption === 'revision' ? stream.revision : stream?.revisionOption === 'start' ? '0' : (settings?.revision ?? '0')
  const isEnd = stream?.revisionOption === 'end' || BigInt.asIntN(64, BigInt(revision ?? 0)) < 0n
  if (isEnd) return at(-1n, await endOf(source, services))
  return at(BigInt(revision ?? 0), BigInt(revision ?? 0) - 1n)
}

async function entryOf(services: DoorServices, options: GroupOptions, filter: FilterOptions | null): Promise<GroupEntry | Refusal> {
  const { stream, group } = namesOf(options)
  const settings = settingsOf(options.settings ?? {})
  if (typeof settings === 'string') return { refused: 'persistent-subscription-failed', stream, group, reason: settings }
  const matches = filter === null ? null : compileFilter(filter, true)
  if (typeof matches === 'string') return { refused: 'persistent-subscription-failed', stream, group, reason: matches }
  const source: Source = { stream, filter }
  return { source, group, settings, ...(await beginningOf(source, options, services)) }
}

const answerOf = (refusal: Refusal | null): object | Refusal => refusal ?? {}

/** The calls that change groups. */
export const managing = (services: DoorServices, groups: Groups) => {
  const allowed =
    (change: (caller: Principal, options: GroupOptions) => Promise<object | Refusal>) =>
    async (caller: Principal, { options = {} }: GroupRequest): Promise<object | Refusal> => {
      const may = mayManage(caller, namesOf(options).stream)
      return may === true ? change(caller, options) : { refused: 'access-denied', why: may }
    }
  return {
    create: allowed(async ({ keyId }, options) => {
      const entry = await entryOf(services, options, options.all?.filter ?? null)
      return 'refused' in entry ? entry : answerOf(await groups.create(entry, keyId))
    }),
    update: allowed(async ({ keyId }, options) => {
      const { stream, group } = namesOf(options)
      const found = await groups.find(stream, group)
      const entry = await entryOf(services, options, found?.entry.source.filter ?? null)
      return 'refused' in entry ? entry : answerOf(await groups.update(stream, group, entry, keyId))
    }),
    remove: allowed(async ({ keyId }, options) => {
      const { stream, group } = namesOf(options)
      return answerOf(await groups.remove(stream, group, keyId))
    }),
    replay: allowed(async (_, options) => {
      const { stream, group } = namesOf(options)
      return answerOf(await groups.replayParked(stream, group, options.stopAt === undefined ? null : Number(options.stopAt)))
    }),
  }
}
