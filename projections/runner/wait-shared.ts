import type { Position } from '../../stores/events/port.ts'
import { follows, type LiveModel } from './live-model.ts'
import type { SharedView } from './shared-view.ts'
import type { Worker } from './worker.ts'

const FIRST_LOOK_MS = 10
const LONGEST_PAUSE_MS = 250

/**
 * Waits until a read model shows a position, whoever owns it: this worker, which then shows it at once, or another, whose checkpoint is looked
 * at again and again. Either may change while it waits. False after the timeout, in milliseconds.
 */
export async function waitShared(
  worker: Worker,
  view: SharedView,
  model: LiveModel,
  wanted: Position,
  timeoutMs: number,
): Promise<boolean> {
  const { clock, waiters, stopping } = worker
  const { name } = model.projection
  const until = clock.elapsed() + timeoutMs
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const isOwn = follows(model)
    const shown = isOwn ? model.shown : await view.shown(name).catch(() => null)
    if (shown !== null && shown >= wanted) return true
    const leftMs = Math.min(pauseMs, until - clock.elapsed())
    if (leftMs <= 0 || stopping.signal.aborted) return false
    if (!isOwn) await clock.sleep(leftMs, stopping.signal)
    else {
      const reached = waiters.wait(name, wanted, leftMs)
      worker.patience.abort()
      if (await reached) return true
    }
  }
}
