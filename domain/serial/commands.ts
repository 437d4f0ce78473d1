import { z } from 'zod'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { gradeOfUnit, grading, issuing, receiving, returning } from './fields.ts'

export const serialCommands = defineCommands({
  ReceiveSerialNumber: {
    description: 'The unit arrived at a location of ours, from outside or from another location of ours',
    data: z.object(receiving),
  },
  IssueSerialNumber: { description: 'The unit left a location with a shipment to a buyer', data: z.object(issuing) },
  ReturnSerialNumber: {
    description: 'The unit came back from the buyer of an order',
    data: z.object({ ...returning, condition: gradeOfUnit.optional() }),
  },
  GradeSerialNumber: { description: 'The unit was looked at again, or repaired, where it is', data: z.object(grading) },
})

export type SerialCommand = CommandsOf<typeof serialCommands>
