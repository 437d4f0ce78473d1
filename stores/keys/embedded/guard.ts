import { KeyStoreError } from '../port.ts'
import { failure } from './failure.ts'

export type Guard = ReturnType<typeof createGuard>

/** Who may still do what: after a failed write nothing is written, after closing nothing is done at all. */
export function createGuard(readOnly: boolean) {
  let closed = false
  let stopped: KeyStoreError | null = null

  const stopping = (error: unknown): KeyStoreError => {
    const known = failure(error)
    if (known.code === 'STOPPED') stopped = known
    return known
  }
  const refuseWhenClosed = (): void => {
    if (closed) throw new KeyStoreError('CLOSED', 'the key store is closed')
  }
  const refuseWhenStopped = (): void => {
    if (stopped !== null) throw stopped
  }
  return {
    /** True for the first who closes it; calls that began before may still end. */
    close(): boolean {
      const first = !closed
      closed = true
      return first
    },
    mayWrite(): void {
      refuseWhenClosed()
      if (readOnly) throw new KeyStoreError('READ_ONLY', 'the key store is open for reading: ask the process that writes it')
      refuseWhenStopped()
    },
    reading<Result>(work: () => Result): Result {
      refuseWhenClosed()
      try {
        return work()
      } catch (error) {
        throw failure(error)
      }
    },
    writing<Result>(work: () => Result): Result {
      refuseWhenStopped()
      try {
        return work()
      } catch (error) {
        throw stopping(error)
      }
    },
    async writingLater<Result>(work: () => Promise<Result>): Promise<Result> {
      refuseWhenStopped()
      try {
        return await work()
      } catch (error) {
        throw stopping(error)
      }
    },
  }
}
