import { isLedgerStream } from '../../domain/own-streams.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { categoryOf } from '../../domain/shared/stream-name.ts'
import type { RecordedEvent } from '../../stores/events/port.ts'
import { mayUse, type Principal } from '../auth/principal.ts'
import { cloudEventOf } from '../live/cloud-event.ts'
import { isMetastream, subjectOf } from './semantics/system-names.ts'

/** The ledger's own streams, and what is said about them. */
const isLedgers = (stream: string): boolean => isLedgerStream(subjectOf(stream))

/** What integrators of a channel may call theirs, with what is said about it. */
export const prefixOf = (channel: Channel): string => `integrator.${channel}-`

const isOwnOf = ({ channels }: Principal, stream: string): boolean =>
  channels.some((channel) => subjectOf(stream).startsWith(prefixOf(channel)))

/** Whether the caller may append to this stream, delete it and say what of it is seen; in words why not. */
export function mayWrite(caller: Principal, stream: string): true | string {
  if (caller.role === 'ledger-writer') return true
  if (isLedgers(stream)) return `only a key of the role ledger-writer may write ${stream}: the ledger's own streams change by its commands`
  if (caller.role === 'admin') return true
  if (caller.role !== 'integrator') return `the role ${caller.role} may not write`
  if (isOwnOf(caller, stream)) return true
  return `this key may write streams that begin with ${caller.channels.map(prefixOf).join(' or ')}`
}

/** Whether the caller may ask for this stream at all; what it then sees of it, `maySee` says. In words why not. */
export function mayRead(caller: Principal, stream: string): true | string {
  if (caller.role === 'ledger-writer') return true
  if (holdsSecrets(stream)) return 'what is kept of secrets is for keys of the role ledger-writer alone'
  if (caller.role !== 'integrator' || isOwnOf(caller, stream)) return true
  return isLedgers(stream) && !isMetastream(stream) ? true : `this key may not read ${stream}`
}

/** Whether this event is among those the caller is shown: integrators see theirs, and the ledger's own of their channels. */
export function maySee(caller: Principal, event: RecordedEvent): boolean {
  if (caller.role === 'ledger-writer') return true
  if (holdsSecrets(event.stream)) return false
  if (caller.role !== 'integrator') return true
  if (isOwnOf(caller, event.stream)) return true
  return isLedgers(event.stream) && !isMetastream(event.stream) && mayUse(caller, channelOf(event))
}

const holdsSecrets = (stream: string): boolean => categoryOf(subjectOf(stream)) === 'access'

/** A ledger-writer may have written what this version of the ledger cannot read: that is of no channel. */
function channelOf(event: RecordedEvent): string {
  try {
    return cloudEventOf(event).channel ?? ''
  } catch {
    return ''
  }
}
