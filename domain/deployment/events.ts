import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { count } from '../shared/fields.ts'

/** What must outlive every read model about how far processes are: whoever has the log has it. */
export const deploymentEvents = defineEvents({
  ProcessDeployed: {
    description: 'A process runs for the first time; it acts only on what comes after this event',
    data: z.object({ process: z.string().describe('Name of the process') }),
  },
  CheckpointReached: {
    description:
      'What processes had to do about everything up to one event is done; the event is named by its stream, since a position is its store’s own',
    version: 2,
    data: z.object({
      process: z.string().nullable().describe('Whose checkpoint it is; null for that of all processes, where one worker runs them all'),
      epoch: count('Of the lease the process was owned under; earlier ones move the checkpoint no more').nullable(),
      stream: z.string().describe('Stream of that event'),
      revision: count('Revision of that event'),
    }),
    upcasts: { 1: (data) => ({ process: null, epoch: null, ...data }) },
  },
})

export type DeploymentEvent = EventsOf<typeof deploymentEvents>
