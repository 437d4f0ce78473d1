import type { ProcessEvent } from '../../../domain/process/events.ts'
import { type Ask, type AskAnswer, type ProcessState, processAggregate, processKey } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { Answer, Asking, CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Next, Process } from '../process.ts'
import type { InstanceName } from './awaited.ts'

export interface IdentifiedAsk {
  readonly command: Ask
  readonly asking: Asking
}

/** Performs the asks of one step; the answers stand in the order of the asks. */
export type Perform = (asks: readonly IdentifiedAsk[]) => Promise<readonly Answer[]>

export interface InstanceTools {
  readonly bus: CommandBus
  readonly clock: Clock
  readonly perform: Perform
}

/** A process that keeps finding something to do to no end is a program error, not a busy instance. */
const stepsPerRun = 1_000

/**
 * Lets one instance look and act until there is nothing to do. A crash anywhere in it is continued by the next run. What was
 * refused is not asked again in the same words within a run: only another event can make the answer another one.
 */
export async function runInstance(process: Process, { instanceId, facts = null }: InstanceName, tools: InstanceTools): Promise<void> {
  const refused = new Set<string>()
  for (let step = 0; step < stepsPerRun; step++) {
    const state = (await tools.bus.look(processAggregate, processKey(process.name, instanceId))) ?? processAggregate.initial()
    const { sequence } = state
    const { answered, now } = await answerPending(process, instanceId, state, tools, refused)
    const known = now.started ? (now.facts as Json) : facts
    const next = await process.next(instanceId, now, known)
    const isRefused = (next.do === 'ask' || next.do === 'tell') && refused.has(JSON.stringify([next.step, next.asks]))
    const events = eventsOf(process.name, instanceId, now, isRefused ? restRefused(process, instanceId, now) : next, known)
    const written = [...answered, ...events]
    // A refusal means that another worker advanced it: it goes on from there.
    const isOurs = written.length === 0 || (await advance(process, instanceId, sequence, written, tools))
    // After it said that it waits it looks once more: what came meanwhile came too early to wake it.
    if (isOurs && next.do === 'tell' && !isRefused) await perform(process.name, instanceId, `#${sequence}`, next, tools, refused)
    else if (isOurs && (events.length === 0 || next.do === 'end')) return
  }
  throw new Error(`process ${process.name}, instance ${instanceId}: still not at rest after ${stepsPerRun} steps`)
}

/** What is next is decided on a copy of the state that knows the answers: both are then written together. */
async function answerPending(
  process: Process,
  instanceId: string,
  state: Readonly<ProcessState>,
  tools: InstanceTools,
  refused: Set<string>,
): Promise<{ readonly answered: readonly ProcessEvent[]; readonly now: Readonly<ProcessState> }> {
  if (state.pending === null) return { answered: [], now: state }
  const { step, attempt, asks } = state.pending
  const copy = { ...state, steps: new Map(state.steps) }
  const answers = await perform(process.name, instanceId, `${attempt}`, { step, asks }, tools, refused)
  const answered: ProcessEvent = {
    type: 'StepAnswered',
    data: { process: process.name, instanceId, step, attempt, answers: answers.map(keptAnswer) as never },
  }
  return { answered: [answered], now: processAggregate.evolve(copy, answered) }
}

/** Performs the asks of a step, and remembers those that were refused. */
async function perform(
  process: string,
  instanceId: string,
  attempt: string,
  { step, asks }: Pick<Extract<Next, { do: 'ask' }>, 'step' | 'asks'>,
  { perform: performAsks, clock }: InstanceTools,
  refused: Set<string>,
): Promise<readonly Answer[]> {
  const answers = await performAsks(
    asks.map((command, place) => ({ command, asking: askingOf(process, instanceId, `${step}/${attempt}/${place}`, clock.now()) })),
  )
  // What it asked along with it and had been done before does not bring it on either.
  if (answers.some(({ accepted }) => !accepted) && answers.every(wroteNothing)) refused.add(JSON.stringify([step, asks]))
  return answers
}

const wroteNothing = (answer: Answer): boolean => !answer.accepted || answer.repeated || answer.events.length === 0

const keptAnswer = (answer: Answer): AskAnswer =>
  answer.accepted ? { accepted: true } : { accepted: false, code: answer.code, details: answer.details }

const askingOf = (process: string, instanceId: string, what: string, now: number): Asking => ({
  commandId: `${process}.${instanceId}/${what}`,
  actor: `process:${process}`,
  occurredAt: now,
  correlationId: instanceId,
  causationId: `${process}.${instanceId}`,
})

/** Whether it was this run that advanced it. */
async function advance(process: Process, instanceId: string, sequence: number, events: readonly ProcessEvent[], tools: InstanceTools) {
  const command = { type: 'AdvanceProcess', data: { process: process.name, instanceId, sequence, events } }
  const answer = await tools.bus.ask(command, askingOf(process.name, instanceId, `#${sequence}`, tools.clock.now()))
  return answer.accepted && !answer.repeated
}

/** What it would do is refused: it rests, and is woken as whoever waits. */
function restRefused(process: Process, instanceId: string, { waiting }: Readonly<ProcessState>): Next | { readonly do: 'rest' } {
  const keys = process.refusedWaitsFor?.(instanceId)
  return keys === undefined || waiting !== null ? { do: 'rest' } : { do: 'wait', forWhat: 'refusal', keys, dueAt: null }
}

type Wait = Omit<Extract<Next, { do: 'wait' }>, 'do'>

function eventsOf(
  process: string,
  instanceId: string,
  state: Readonly<ProcessState>,
  next: Next | { readonly do: 'rest' },
  facts: Json,
): readonly ProcessEvent[] {
  const which = { process, instanceId }
  const begun: ProcessEvent[] = state.started ? [] : [{ type: 'ProcessStarted', data: { ...which, facts: facts as never } }]
  const waitEvents = ({ forWhat, keys, dueAt }: Wait): readonly ProcessEvent[] =>
    same(state.waiting, { forWhat, keys, dueAt })
      ? []
      : [...begun, { type: 'Waiting', data: { ...which, forWhat, keys: [...keys], dueAt } }]
  switch (next.do) {
    case 'rest':
    case 'tell':
      return []
    case 'nothing':
      return state.waiting === null ? [] : waitEvents({ forWhat: 'nothing', keys: [], dueAt: null })
    case 'ask': {
      const attempt = (state.steps.get(next.step)?.attempt ?? -1) + 1
      return [...begun, { type: 'StepAsked', data: { ...which, step: next.step, attempt, asks: next.asks as never } }]
    }
    case 'giveUp':
      return [...begun, { type: 'GivingUp', data: { ...which, reason: next.reason } }]
    case 'compensated':
      return [{ type: 'Compensated', data: which }]
    case 'wait':
      return waitEvents(next)
    case 'end':
      return state.outcome === next.outcome && state.waiting === null
        ? []
        : [...begun, { type: 'ProcessEnded', data: { ...which, outcome: next.outcome } }]
  }
}
