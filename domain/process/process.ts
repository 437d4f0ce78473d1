import type { Aggregate } from '../shared/aggregate.ts'
import { accept, reject } from '../shared/decision.ts'
import type { ProcessEvent } from './events.ts'

/** A command an instance asks for. Its id is made from instance, step, attempt and place, so that asking again is a repeat. */
export interface Ask {
  readonly type: string
  readonly data: unknown
}

export type AskAnswer = { readonly accepted: true } | { readonly accepted: false; readonly code: string; readonly details: unknown }

export interface AnsweredStep {
  readonly attempt: number
  readonly asks: readonly Ask[]
  readonly answers: readonly AskAnswer[]
}

export interface ProcessState {
  /** How many events the instance has written: what an advance must know, so that two workers cannot both advance it. */
  sequence: number
  started: boolean
  facts: unknown
  pending: { step: string; attempt: number; asks: readonly Ask[] } | null
  /** The last answered attempt of each step. */
  steps: Map<string, AnsweredStep>
  waiting: { forWhat: string; keys: readonly string[]; dueAt: number | null } | null
  givingUp: string | null
  outcome: string | null
}

/** Writes what an instance decided. `sequence` is what the instance had written when it decided. */
export interface AdvanceProcess {
  readonly type: 'AdvanceProcess'
  readonly data: {
    readonly process: string
    readonly instanceId: string
    readonly sequence: number
    readonly events: readonly ProcessEvent[]
  }
}

const initial = (): ProcessState => ({
  sequence: 0,
  started: false,
  facts: null,
  pending: null,
  steps: new Map(),
  waiting: null,
  givingUp: null,
  outcome: null,
})

function evolve(state: ProcessState, { type, data }: ProcessEvent): ProcessState {
  state.sequence += 1
  switch (type) {
    case 'ProcessStarted':
      state.started = true
      state.facts = data.facts
      return state
    case 'StepAsked':
      state.pending = { step: data.step, attempt: data.attempt, asks: data.asks as unknown as readonly Ask[] }
      state.waiting = null
      state.outcome = null
      return state
    case 'StepAnswered':
      state.steps.set(data.step, {
        attempt: data.attempt,
        asks: state.pending?.asks ?? [],
        answers: data.answers as unknown as readonly AskAnswer[],
      })
      state.pending = null
      return state
    case 'Waiting':
      state.waiting = { forWhat: data.forWhat, keys: data.keys, dueAt: data.dueAt }
      return state
    case 'GivingUp':
      state.givingUp = data.reason
      state.waiting = null
      return state
    case 'Compensated':
      state.givingUp = null
      return state
    case 'ProcessEnded':
      state.outcome = data.outcome
      state.waiting = null
      return state
  }
}

type Frozen = Omit<ProcessState, 'steps'> & { steps: [string, AnsweredStep][] }

export const processKey = (process: string, instanceId: string): string => `${process}.${instanceId}`

/** Every instance of every process: its own memory, one stream each. */
export const processAggregate: Aggregate<{ state: ProcessState; command: AdvanceProcess; event: ProcessEvent }> = {
  category: 'process',
  stateVersion: 1,
  commandTypes: ['AdvanceProcess'],
  naturallyKeyed: ['AdvanceProcess'],
  key: ({ data }) => processKey(data.process, data.instanceId),
  initial,
  evolve,
  decide: (state, { data }) =>
    data.sequence === state.sequence ? accept(...data.events) : reject('CONTENDED', { expected: data.sequence, actual: state.sequence }),
  freeze: (state) => ({ ...state, steps: [...state.steps] }) satisfies Frozen,
  thaw: (frozen) => {
    const { steps, ...rest } = frozen as Frozen
    return { ...rest, steps: new Map(steps) }
  },
  weigh: (state) => 400 + state.steps.size * 600,
}
