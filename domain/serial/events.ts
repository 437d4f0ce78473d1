import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { gradeOfUnit, grading, issuing, receiving, returning } from './fields.ts'

export const serialEvents = defineEvents({
  SerialNumberReceived: { description: 'The unit is at a location of ours', data: z.object(receiving) },
  SerialNumberIssued: { description: 'The unit left with a fulfilment and is with a buyer', data: z.object(issuing) },
  SerialNumberReturned: {
    description: 'The unit came back from a buyer',
    version: 2,
    data: z.object({ ...returning, condition: gradeOfUnit }),
    upcasts: { 1: (data) => ({ ...data, condition: null }) },
  },
  SerialNumberGraded: { description: 'The unit was looked at again, or repaired', data: z.object(grading) },
})

export type SerialEvent = EventsOf<typeof serialEvents>
