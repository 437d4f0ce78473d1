import fc from 'fast-check'
import { expect, vi } from 'vitest'
import { runs } from '../../../tests/seed/runs.ts'
import type { Aggregate, AggregateTypes } from '../aggregate.ts'
import type { ErrorCode } from '../error-codes.ts'

/** Histories are many: on a busy machine they need more than a test is usually given. */
vi.setConfig({ testTimeout: 300_000 })

/** What a model says of a command: it happens, it is a repeat of what happened, or it is refused. */
export type Verdict = 'happens' | 'repeat' | ErrorCode

/** An aggregate said again, as plainly and slowly as can be, sharing no code with it. */
export interface Model<Types extends AggregateTypes> {
  /** Judges the command and, when it happens, takes it in. */
  judge(command: Types['command']): Verdict
  /** Throws when the aggregate's state is not what the model knows, or breaks a law. Called after every command. */
  check(state: Types['state'], events: readonly Types['event'][]): void
}

/** Plain throws: millions of checks are too many for `expect`. */
export function law(holds: boolean, says: string): void {
  if (!holds) throw new Error(`broken: ${says}`)
}

export function equal(actual: readonly unknown[], wanted: readonly unknown[], says: string): void {
  if (actual.length === wanted.length && actual.every((value, at) => value === wanted[at])) return
  throw new Error(`broken: ${says}: ${JSON.stringify(actual)} is not ${JSON.stringify(wanted)}`)
}

interface Agreement<Types extends AggregateTypes> {
  readonly aggregate: Aggregate<Types>
  readonly model: () => Model<Types>
  readonly command: fc.Arbitrary<Types['command']>
  /** The same command with other content under the same natural key, to be refused or to be told apart. */
  readonly alter: (command: Types['command'], by: number) => Types['command']
  readonly runs?: number
  readonly commandsPerRun?: number
}

type Step<Command> =
  | { readonly kind: 'new'; readonly command: Command }
  | { readonly kind: 'repeat'; readonly back: number }
  | { readonly kind: 'altered'; readonly back: number; readonly by: number }

/**
 * Random histories of new commands, repeats of earlier ones however long ago, and earlier ones altered, against the model. After
 * every command the verdicts agree, the laws hold, and a thawed snapshot is the state; now and then the history goes on from the
 * snapshot. At the end the events alone give the same state.
 */
export function agrees<Types extends AggregateTypes>(agreement: Agreement<Types>): void {
  const { command, runs: most = 1_000, commandsPerRun = 100 } = agreement
  const step: fc.Arbitrary<Step<Types['command']>> = fc.oneof(
    { weight: 7, arbitrary: fc.record({ kind: fc.constant('new' as const), command }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), back: fc.nat({ max: 99 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('altered' as const), back: fc.nat({ max: 99 }), by: fc.integer({ min: 1, max: 3 }) }),
    },
  )
  const steps = fc.array(step, { minLength: commandsPerRun, maxLength: commandsPerRun, size: 'max' })
  fc.assert(
    fc.property(steps, (history) => run(agreement, history)),
    { numRuns: runs(most), interruptAfterTimeLimit: 300_000, markInterruptAsFailure: true },
  )
}

function run<Types extends AggregateTypes>(
  { aggregate, model: modelOf, alter }: Agreement<Types>,
  steps: readonly Step<Types['command']>[],
): void {
  const model = modelOf()
  const asked: Types['command'][] = []
  const log: Types['event'][] = []
  let state = aggregate.initial()
  for (const step of steps) {
    const command = commandOf(step, asked, alter)
    if (command === null) continue
    asked.push(command)
    const expected = model.judge(command)
    const decision = aggregate.decide(state, command)
    const verdict: Verdict = !decision.accepted ? decision.code : decision.events.length > 0 ? 'happens' : 'repeat'
    if (verdict !== expected) throw new Error(`${JSON.stringify({ command, verdict, expected, decision })}`)
    const events = decision.accepted ? decision.events : []
    for (const event of events) state = aggregate.evolve(state, event)
    log.push(...events)
    model.check(state, events)
    state = throughSnapshot(aggregate, state, asked.length)
  }
  const folded = log.reduce<Types['state']>((before, event) => aggregate.evolve(before, event), aggregate.initial())
  expect(aggregate.freeze(folded)).toEqual(aggregate.freeze(state))
}

function commandOf<Command>(
  step: Step<Command>,
  asked: readonly Command[],
  alter: (command: Command, by: number) => Command,
): Command | null {
  if (step.kind === 'new') return step.command
  const earlier = asked[asked.length - 1 - (step.back % Math.max(1, asked.length))]
  if (earlier === undefined) return null
  return step.kind === 'repeat' ? earlier : alter(earlier, step.by)
}

/** Every snapshot thaws to the same; every seventh step of a history goes on from it, which shows what it left out. */
function throughSnapshot<Types extends AggregateTypes>(aggregate: Aggregate<Types>, state: Types['state'], count: number): Types['state'] {
  const frozen = JSON.stringify(aggregate.freeze(state))
  const thawed = aggregate.thaw(JSON.parse(frozen))
  if (JSON.stringify(aggregate.freeze(thawed)) !== frozen) throw new Error(`a snapshot does not thaw to what it was taken of: ${frozen}`)
  if (count % 25 === 0) expect(thawed).toEqual(state)
  return count % 7 === 0 ? thawed : state
}
