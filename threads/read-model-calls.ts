import type { MessagePort } from 'node:worker_threads'
import type { BuildProgress } from '../projections/runner/build-progress.ts'
import type { ProjectionRunner } from '../projections/runner/runner.ts'
import type { ReadModelChanges } from '../projections/runner/status.ts'
import type { LentFile } from '../stores/documents/embedded/turns.ts'
import type { ToldFailure } from './thread-failures.ts'

/** What the thread of the read models begins with. */
export interface ReadModelsWork {
  readonly eventsFolder: string
  readonly documents: LentFile
}

/** What may be asked of it: the runner's own calls, and a pause in two halves, since work cannot be sent into another thread. */
export type ReadModelCalls = Pick<
  ProjectionRunner,
  'start' | 'status' | 'waitFor' | 'rebuild' | 'parked' | 'retryParked' | 'dropParked' | 'stop'
> & { pause(): Promise<void>; resume(): Promise<void> }

export type CallName = keyof ReadModelCalls

export type Asked =
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly kind: 'lent'; readonly id: number; readonly turns: MessagePort; readonly file: string }

export type Answered =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: ToldFailure }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: BuildProgress }
  | { readonly kind: 'changes'; readonly changes: ReadModelChanges }
  | { readonly kind: 'trouble'; readonly message: string }
  /** A build in threads of its own needs the file lent once more. */
  | { readonly kind: 'lend'; readonly id: number }
