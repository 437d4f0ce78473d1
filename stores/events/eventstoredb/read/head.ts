import { type Position, type RecordedEvent, START } from '../../port.ts'
import { filtering } from '../filter.ts'
import type { ReadServices } from '../services.ts'
import { resuming } from './resuming.ts'

type Asking = Pick<ReadServices, 'reads' | 'resuming'>

/** The last event of the log that is not one of the server's own. */
export async function lastEvent({ reads, resuming: how }: Asking): Promise<RecordedEvent | undefined> {
  const request = { direction: 'backwards', filter: filtering(undefined).server, count: 1 } as const
  for await (const [event] of resuming(
    'end' as const,
    (from) => reads.all({ ...request, from }),
    () => 'end' as const,
    how,
  ))
    return event
  return undefined
}

/** Its position, asked of the server and taken note of. */
export async function headOf(services: Asking & Pick<ReadServices, 'known'>): Promise<Position> {
  const head = (await lastEvent(services))?.position ?? START
  services.known.raise(head)
  return head
}
