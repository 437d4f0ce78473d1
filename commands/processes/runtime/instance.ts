import type { ProcessEvent } from '../../../domain/process/events.ts'
import { type Ask, type AskAnswer, type ProcessState, processAggregate, processKey } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { Json } from '../../../stores/documents/port.ts'
import { contentHash } from '../../bus/content-hash.ts'
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

/** One instance at work. What was refused in this run is not asked again in the same words: only another event can make the answer another one. */
interface Run {
  readonly process: Process
  readonly instanceId: string
  readonly tools: InstanceTools
  readonly refused: Set<string>
}

/** How an instance stands when it decides. */
interface Standing {
  readonly sequence: number
  readonly state: Readonly<ProcessState>
  readonly facts: Json
}

type Step = Pick<Extract<Next, { do: 'ask' }>, 'step' | 'asks'>

/** Lets one instance look and act until there is nothing to do. A crash anywhere in it is continued by the next run. */
export async function runInstance(process: Process, { instanceId, facts = null }: InstanceName, tools: InstanceTools): Promise<void> {
  const run: Run = { process, instanceId, tools, refused: new Set() }
  for (let step = 0; step < stepsPerRun; step++) {
    const state = (await tools.bus.look(processAggregate, processKey(process.name, instanceId))) ?? processAggregate.initial()
    // The state is the bus's own and goes on with what is written.
    const { sequence } = state
    const { answered, now } = await answerPending(run, state)
    const known = now.started ? (now.facts as Json) : facts
    const next = await process.next(instanceId, now, known)
    const isRefused = (next.do === 'ask' || next.do === 'tell') && run.refused.size > 0 && run.refused.has(wordsOf(next))
    const events = eventsOf(run, now, isRefused ? restRefused(run, now) : next, known)
    const written = [...answered, ...events]
    // A refusal means that another worker advanced it: it goes on from there.
    const isOurs = written.length === 0 || (await advance(run, sequence, written))
    if (!isOurs) continue
    if (next.do === 'tell' && !isRefused) await tell(run, { sequence: sequence + written.length, state: now, facts: known }, next)
    else if (events.length === 0 || isAtRest(next)) return
  }
  throw new Error(`process ${process.name}, instance ${instanceId}: still not at rest after ${stepsPerRun} steps`)
}

/**
 * After it said that it waits for keys it looks once more: what came meanwhile came too early to wake it. Who waits for time alone, or ended, is
 * looked at again only when there is a reason: a trigger, which is never too early, or its time.
 */
const isAtRest = (next: Next): boolean => next.do === 'end' || (next.do === 'wait' && next.keys.length === 0)

/** What is next is decided on a copy of the state that knows the answers: both are then written together. */
async function answerPending(
  run: Run,
  state: Readonly<ProcessState>,
): Promise<{ readonly answered: readonly ProcessEvent[]; readonly now: Readonly<ProcessState> }> {
  if (state.pending === null) return { answered: [], now: state }
  const { attempt } = state.pending
  const copy = { ...state, steps: new Map(state.steps) }
  const answers = await perform(run, state.pending, (_, place) => `${attempt}/${place}`)
  const answered = answeredBy(run, state.pending, attempt, answers)
  return { answered: [answered], now: processAggregate.evolve(copy, answered) }
}

/** What the subject took leaves nothing with the instance; that something was refused is kept as if it had been asked. */
async function tell(run: Run, { sequence, state, facts }: Standing, step: Step): Promise<void> {
  // Until the instance writes something it may tell of the same step more than once, and other things: each goes by its content.
  const answers = await perform(run, step, (ask, place) => `#${sequence}/${place}/${contentHash(ask).slice(0, 16)}`)
  if (answers.every(({ accepted }) => accepted)) return
  const attempt = nextAttempt(state, step)
  await advance(run, sequence, [...begunBy(run, state, facts), askedBy(run, step, attempt), answeredBy(run, step, attempt, answers)])
}

/** Performs the asks of a step, and remembers a step that came to nothing but refusals. */
async function perform(
  { process, instanceId, tools, refused }: Run,
  step: Step,
  nameOf: (ask: Ask, place: number) => string,
): Promise<readonly Answer[]> {
  const asks = step.asks.map((command, place) => {
    return { command, asking: askingOf(process.name, instanceId, `${step.step}/${nameOf(command, place)}`, tools.clock.now()) }
  })
  const answers = await tools.perform(asks)
  // What it asked along with it and had been done before does not bring it on either.
  if (answers.some(({ accepted }) => !accepted) && answers.every(wroteNothing)) refused.add(wordsOf(step))
  return answers
}

const wordsOf = ({ step, asks }: Step): string => JSON.stringify([step, asks])

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
async function advance({ process, instanceId, tools }: Run, sequence: number, events: readonly ProcessEvent[]): Promise<boolean> {
  const command = { type: 'AdvanceProcess', data: { process: process.name, instanceId, sequence, events } }
  const answer = await tools.bus.ask(command, askingOf(process.name, instanceId, `#${sequence}`, tools.clock.now()))
  return answer.accepted && !answer.repeated
}

const whichOf = ({ process, instanceId }: Run) => ({ process: process.name, instanceId })
const nextAttempt = ({ steps }: Readonly<ProcessState>, { step }: Step): number => (steps.get(step)?.attempt ?? -1) + 1

const begunBy = (run: Run, { started }: Readonly<ProcessState>, facts: Json): readonly ProcessEvent[] =>
  started ? [] : [{ type: 'ProcessStarted', data: { ...whichOf(run), facts: facts as never } }]

const askedBy = (run: Run, { step, asks }: Step, attempt: number): ProcessEvent => ({
  type: 'StepAsked',
  data: { ...whichOf(run), step, attempt, asks: asks as never },
})

const answeredBy = (run: Run, { step }: Step, attempt: number, answers: readonly Answer[]): ProcessEvent => ({
  type: 'StepAnswered',
  data: { ...whichOf(run), step, attempt, answers: answers.map(keptAnswer) as never },
})

/** What it would do is refused: it rests, and is woken as whoever waits. */
function restRefused({ process, instanceId }: Run, { waiting }: Readonly<ProcessState>): Next | Rest {
  const keys = process.refusedWaitsFor?.(instanceId)
  return keys === undefined || waiting !== null ? { do: 'rest' } : { do: 'wait', forWhat: 'refusal', keys, dueAt: null }
}

type Wait = Omit<Extract<Next, { do: 'wait' }>, 'do'>
type Rest = { readonly do: 'rest' }

function eventsOf(run: Run, state: Readonly<ProcessState>, next: Next | Rest, facts: Json): readonly ProcessEvent[] {
  const which = whichOf(run)
  const begun = begunBy(run, state, facts)
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
    case 'ask':
      return [...begun, askedBy(run, next, nextAttempt(state, next))]
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
