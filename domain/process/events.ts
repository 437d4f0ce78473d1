import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { count, id, instant } from '../shared/fields.ts'
import { json } from '../shared/json.ts'

const which = { process: z.string().describe('Name of the process'), instanceId: id('What it is about: order, after-sales case, transfer') }
const step = z.string().describe('Name of the step, one the process itself gives')

/** What every process writes of itself; what it does is in the streams of the aggregates it asks. */
export const processEvents = defineEvents({
  ProcessStarted: {
    description: 'An instance began',
    data: z.object({ ...which, facts: json('What it needs to know of its subject') }),
  },
  StepAsked: {
    description: 'The instance asks for commands; asked again after a crash, under the same command ids',
    data: z.object({ ...which, step, attempt: count('Which try, from 0'), asks: json('The commands') }),
  },
  StepAnswered: {
    description: 'Answers to a step, refusals with their reasons',
    data: z.object({
      ...which,
      step,
      attempt: count('Which try, from 0'),
      answers: json('In the order of the asks'),
    }),
  },
  Waiting: {
    description: 'The instance waits for something to happen, at the longest until it is due',
    data: z.object({
      ...which,
      forWhat: z.string().describe('What it waits for: order, stock, work'),
      keys: z.array(z.string()).describe('What wakes it'),
      dueAt: instant('When it stops waiting').nullable(),
    }),
  },
  GivingUp: {
    description: 'The instance undoes what it did; durable before the first undoing step',
    data: z.object({ ...which, reason: z.string().describe('Why it gives up') }),
  },
  Compensated: { description: 'Everything it did is undone', data: z.object({ ...which }) },
  ProcessEnded: {
    description: 'Nothing more to do',
    data: z.object({ ...which, outcome: z.string().describe('How it ended, in a word of the process') }),
  },
})

export type ProcessEvent = EventsOf<typeof processEvents>
