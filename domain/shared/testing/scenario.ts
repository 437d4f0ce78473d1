import { expect, test } from 'vitest'
import { definitionOf } from '../../events.ts'
import type { Aggregate, AggregateTypes } from '../aggregate.ts'
import type { Decision } from '../decision.ts'
import type { ErrorCode } from '../error-codes.ts'

export interface Outcome<Event> {
  /** Exactly these events, in this order. */
  yields(...events: readonly Event[]): Outcome<Event>
  /** These events in this order, each with at least this data. */
  yieldsLike(...events: readonly { readonly type: string; readonly data?: object }[]): Outcome<Event>
  /** Accepted, and nothing to write: a repeat. */
  yieldsNothing(): Outcome<Event>
  notes(note: string): Outcome<Event>
  /** Refused with this code and, when given, at least these details. */
  rejects(code: ErrorCode, details?: object): Outcome<Event>
}

export interface Scenario<Types extends AggregateTypes> {
  /** What had happened. */
  given(...events: readonly Types['event'][]): Scenario<Types>
  /** What had been asked, and accepted. */
  after(...commands: readonly Types['command'][]): Scenario<Types>
  when(command: Types['command']): Outcome<Types['event']>
}

/**
 * Scenarios of one aggregate: `const scenario = scenariosOf(stockAggregate)`, then
 * `scenario('the last unit goes to the first who asks').given(...).when(...).rejects(...)`. Each registers one test. Every
 * scenario also sees that deciding changes nothing, that the events fit the catalogue, and that the state survives a snapshot.
 */
export const scenariosOf =
  <Types extends AggregateTypes>(aggregate: Aggregate<Types>) =>
  (name: string): Scenario<Types> => {
    const steps: (readonly ['event', Types['event']] | readonly ['command', Types['command']])[] = []
    const scenario: Scenario<Types> = {
      given(...events) {
        for (const event of events) steps.push(['event', event])
        return scenario
      },
      after(...commands) {
        for (const command of commands) steps.push(['command', command])
        return scenario
      },
      when(command) {
        const checks: ((decision: Decision<Types['event']>) => void)[] = []
        test(name, () => {
          let state = aggregate.initial()
          for (const [kind, step] of steps) {
            if (kind === 'event') state = aggregate.evolve(state, step)
            else state = applied(aggregate, state, accepted(decided(aggregate, state, step), step))
          }
          const decision = decided(aggregate, state, command)
          if (checks.length === 0) throw new Error(`scenario "${name}" says nothing of what follows`)
          for (const check of checks) check(decision)
        })
        return outcome(checks)
      },
    }
    return scenario
  }

function outcome<Event>(checks: ((decision: Decision<Event>) => void)[]): Outcome<Event> {
  const checking = (check: (decision: Decision<Event>) => void): Outcome<Event> => {
    checks.push(check)
    return self
  }
  const self: Outcome<Event> = {
    yields: (...events) => checking((decision) => expect(decision).toEqual({ ...decision, accepted: true, events })),
    yieldsLike: (...events) => checking((decision) => expect(decision).toMatchObject({ accepted: true, events })),
    yieldsNothing: () => checking((decision) => expect(decision).toMatchObject({ accepted: true, events: [] })),
    notes: (note) => checking((decision) => expect(decision).toMatchObject({ accepted: true, note })),
    rejects: (code, details = {}) => checking((decision) => expect(decision).toMatchObject({ accepted: false, code, details })),
  }
  return self
}

/** The decision, after seeing that it left the state alone, that its events are of the catalogue, and that a thawed state is the same. */
function decided<Types extends AggregateTypes>(
  aggregate: Aggregate<Types>,
  state: Types['state'],
  command: Types['command'],
): Decision<Types['event']> {
  const before = JSON.stringify(aggregate.freeze(state))
  const thawed = aggregate.thaw(JSON.parse(before))
  const decision = aggregate.decide(state, command)
  expect(JSON.stringify(aggregate.freeze(state)), 'deciding must not change the state').toBe(before)
  expect(aggregate.decide(thawed, command), 'a snapshot must decide as the state it was taken of').toEqual(decision)
  if (decision.accepted) for (const event of decision.events) definitionOf(event.type)!.data.strict().parse(event.data)
  return decision
}

function accepted<Event>(decision: Decision<Event>, command: { readonly type: string }): readonly Event[] {
  if (decision.accepted) return decision.events
  throw new Error(`${command.type} before the scenario was refused: ${decision.code} ${JSON.stringify(decision.details)}`)
}

const applied = <Types extends AggregateTypes>(
  aggregate: Aggregate<Types>,
  state: Types['state'],
  events: readonly Types['event'][],
): Types['state'] => events.reduce((current, event) => aggregate.evolve(current, event), state)
