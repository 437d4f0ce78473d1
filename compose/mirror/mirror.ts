import { existsSync, readdirSync } from 'node:fs'
import { copyEvents, MirrorError, recordedAtSource } from '../../replay/mirror/copy-events.ts'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import { type EventStore, type Position, type RecordedEvent, START } from '../../stores/events/port.ts'
import { eventsAt, withoutSecrets } from '../adapters/choose.ts'
import { usingAll } from '../open-all.ts'
import type { Settings } from '../settings.ts'
import { type LastCopied, type MirrorNote, readNote, writeNote } from './note.ts'

/** What the source may have been set up to take; the embedded log takes less by default. */
const maxAppendBytes = 16 * 1_048_576

export interface MirrorProgress {
  /** Since this run began. */
  readonly events: number
  readonly eventsPerSecond: number
  /** Both in the log of the source. */
  readonly position: Position
  readonly until: Position
}

export interface Mirrored extends MirrorNote {
  readonly folder: string
  /** Of `events`, by this run; those repeated after a kill counted. */
  readonly copied: number
  readonly seconds: number
}

/**
 * Copies the ledger's own events from where the location leads into a folder that is new, or held a part of them already. Throws `ENOTEMPTY`
 * for a folder that holds anything else, `MirrorError` when it was copied from another log.
 */
export async function mirrorInto(
  folder: string,
  from: string,
  settings: Settings,
  onProgress: (progress: MirrorProgress) => void,
): Promise<Mirrored> {
  const began = performance.now()
  const known = readNote(folder)
  if (known === null) refuseOthers(folder)
  return usingAll(async (opened) => {
    const source = opened(await eventsAt(from, '--from', settings).openForReading())
    const until = await source.head()
    if (known !== null) await refuseOtherSource(source, known)
    // Before the first event: without it the folder would be taken for that of a ledger.
    let note: MirrorNote = { events: 0, last: null, ...known, source: withoutSecrets(from) }
    writeNote(folder, note)
    const mirror = opened(await openEmbeddedEventStore({ folder, now: recordedAtSource, limits: { maxAppendBytes } }))
    if (note.last !== null && (await mirror.head()) < BigInt(note.last.position)) throw shorter(folder)
    const startedWith = note.events
    const elapsed = () => (performance.now() - began) / 1_000
    const after = note.last === null ? START : BigInt(note.last.sourcePosition)
    const onDurable = (events: readonly RecordedEvent[], position: Position): void => {
      const last = lastCopied(events.at(-1)!, position)
      note = { ...note, events: note.events + events.length, last }
      writeNote(folder, note)
      const copied = note.events - startedWith
      onProgress({ events: copied, eventsPerSecond: copied / elapsed(), position: BigInt(last.sourcePosition), until })
    }
    await copyEvents({ source, mirror, after, onDurable })
    return { ...note, folder, copied: note.events - startedWith, seconds: elapsed() }
  })
}

const lastCopied = ({ stream, revision, id, position: inSource }: RecordedEvent, position: Position): LastCopied => ({
  ...{ stream, revision, id },
  sourcePosition: String(inSource),
  position: String(position),
})

/** As the system says it of a folder, so that whoever named it is told. */
function refuseOthers(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  const message = `${folder} holds something of its own, and no mirror: name a new folder by LEDGER_EVENTS=embedded:<new folder>`
  throw Object.assign(new Error(message), { code: 'ENOTEMPTY' })
}

/** The last event copied has to be where it was. An address says little: a cluster has several, and a server may be set up anew. */
async function refuseOtherSource(source: EventStore, { last, source: noted }: MirrorNote): Promise<void> {
  if (last === null) return
  for await (const [event] of source.readStream(last.stream, { from: last.revision, maxCount: 1 })) {
    if (event?.id === last.id && String(event.position) === last.sourcePosition) return
  }
  throw new MirrorError(
    `${last.stream} revision ${last.revision} is not in this source as it was in ${noted}: it is another log; mirror it into a new folder`,
  )
}

const shorter = (folder: string): MirrorError =>
  new MirrorError(`${folder} holds less than it held before: its log was put back to an earlier state; mirror into a new folder`)
