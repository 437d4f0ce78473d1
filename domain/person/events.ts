import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { instant } from '../shared/fields.ts'
import { personId } from '../shared/personal.ts'

export const personEvents = defineEvents({
  PersonForgotten: {
    description: 'The keys of a person were destroyed: what was sealed for them cannot be read any more',
    data: z.object({ personId, forgottenAt: instant('When') }),
  },
})

export type PersonEvent = EventsOf<typeof personEvents>
