import type { LivePage, Position } from '../../stores/events/port.ts'
import { Deposed, FIRST_RETRY_MS, isFinal, LONGEST_RETRY_MS, messageOf } from './failures.ts'
import { dueInMs, flush, flushAwaited, following, letGo, openTrack, reroute, stopModel, takePage, type Worker } from './worker.ts'

/** Follows the log until told to stop, through every trouble that may pass. */
export async function follow(worker: Worker): Promise<void> {
  const { stopping, clock, turn, onTrouble } = worker
  let delayMs = FIRST_RETRY_MS
  while (!stopping.signal.aborted) {
    try {
      await followOnce(worker)
      delayMs = FIRST_RETRY_MS
    } catch (cause) {
      // A store that is shared is somebody else's to mend, and may come back.
      if (isFinal(cause) && !worker.ownership.shared) {
        for (const model of following(worker)) stopModel(worker, model, cause)
        worker.waiters.giveUp()
        return
      }
      onTrouble(`Following the log was interrupted, trying again: ${messageOf(cause)}`)
      await clock.sleep(delayMs, stopping.signal)
      delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)
      await turn.run(() => reopen(worker)).catch((again: unknown) => onTrouble(`Reopening read models failed: ${messageOf(again)}`))
    }
  }
}

async function followOnce(worker: Worker): Promise<void> {
  worker.resubscribe = new AbortController()
  const signal = AbortSignal.any([worker.stopping.signal, worker.resubscribe.signal])
  if (following(worker).length === 0 && worker.ownership.shared) return nothingToFollow(signal)
  const slowest = lowest(following(worker).map(({ track }) => track.position))
  worker.position = slowest ?? (await worker.events.head())
  const pages = worker.events.subscribeAll({ after: worker.position, signal })[Symbol.asyncIterator]()
  try {
    while (!signal.aborted) {
      const { value: page, done } = await nextPage(worker, pages.next())
      if (done) return
      await worker.turn.run(async () => {
        if (!signal.aborted) await takePage(worker, page)
      })
    }
  } finally {
    worker.resubscribe.abort()
    worker.patience.abort()
    await pages.return?.()
  }
}

/** Until something is owned. */
const nothingToFollow = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** While no page comes, what was folded is shown when it is due, or as soon as somebody waits for it. */
async function nextPage(worker: Worker, coming: Promise<IteratorResult<LivePage>>): Promise<IteratorResult<LivePage>> {
  while (worker.pendingEvents > 0) {
    worker.alarm ??= setAlarm(worker)
    if (await Promise.race([coming.then(() => true), worker.alarm])) break
    await worker.turn.run(() => (dueInMs(worker) <= 0 ? flush(worker) : flushAwaited(worker)))
  }
  return coming
}

/** One for many pages: to begin and end one for each page would cost more than folding it. */
async function setAlarm(worker: Worker): Promise<false> {
  worker.patience = new AbortController()
  await worker.clock.sleep(Math.max(0, dueInMs(worker)), worker.patience.signal)
  worker.alarm = null
  return false
}

/** After trouble with a store only what is stored counts. */
async function reopen(worker: Worker): Promise<void> {
  for (const model of following(worker)) {
    const { name, lease } = model.track
    const track = await openTrack(worker, model.projection, name, lease).catch(unlessDeposed)
    if (track === null) letGo(worker, model)
    else Object.assign(model, { track, shown: track.position })
  }
  worker.pendingEvents = 0
  worker.oldestPendingRecordedAt = null
  reroute(worker)
}

function unlessDeposed(cause: unknown): null {
  if (cause instanceof Deposed) return null
  throw cause
}

const lowest = (positions: readonly Position[]): Position | undefined => positions.toSorted((one, other) => (one < other ? -1 : 1))[0]
