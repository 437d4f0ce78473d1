import fc from 'fast-check'
import type { AnyCommand } from '../../../domain/shared/aggregate.ts'
import { take } from './counter.ts'
import type { Fault } from './faulty-store.ts'
import { issue, receive, release, reserve } from './stock-commands.ts'

/** One thing someone asks, through which bus, and whether others ask at the same time. */
export interface Step {
  readonly command: AnyCommand
  readonly commandId: string
  readonly bus: number
  readonly together: boolean
}

const few = fc.integer({ min: 0, max: 8 })
const units = fc.integer({ min: 1, max: 3 })
const reservation = fc.integer({ min: 0, max: 30 }).map((id) => `reservation ${id}`)
const commands: fc.Arbitrary<AnyCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(few, units).map(([document, quantity]) => receive(`document ${document}`, quantity)) },
  { weight: 3, arbitrary: fc.tuple(reservation, units).map(([id, quantity]) => reserve(id, quantity)) },
  { weight: 2, arbitrary: reservation.map(release) },
  { weight: 1, arbitrary: fc.tuple(reservation, units).map(([id, quantity]) => issue(id, `shipment of ${id}`, quantity)) },
  { weight: 4, arbitrary: fc.tuple(units, few).map(([each, times]) => take('a', each, times % 4)) },
)

/** A hundred commands under eighty ids: some are asked again, some ids are used twice for different things. */
export const steps = (buses: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      command: commands,
      commandId: fc.integer({ min: 0, max: 80 }).map(String),
      bus: fc.nat(buses - 1),
      together: fc.boolean(),
    }),
    { minLength: 100, maxLength: 100 },
  )

const own: readonly Fault[] = ['none', 'none', 'none', 'slow', 'lost', 'written, answer lost', 'unavailable']
const foreign: readonly Fault[] = [...own, 'overtaken', 'overtaken']

const plan = (kinds: readonly Fault[]) => fc.array(fc.constantFrom(...kinds), { minLength: 20, maxLength: 60 })
export const ownFaults = plan(own)
export const foreignFaults = plan(foreign)
