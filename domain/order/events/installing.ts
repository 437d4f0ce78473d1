import { z } from 'zod'
import { installationId } from '../../installation/fields.ts'
import { defineEvents } from '../../shared/event.ts'
import { instant, lineId, quantity } from '../../shared/fields.ts'
import { which } from './fields.ts'

export const installingEvents = defineEvents({
  InstallationExpected: {
    description: 'Units of a line are to be installed: the buyer has them, but not yet what was bought',
    data: z.object({ ...which, lineId, installationId, quantity: quantity('Units of the line to install') }),
  },
  InstallationEnded: {
    description: 'What was to be installed is, or will not be',
    data: z.object({
      ...which,
      lineId,
      installationId,
      outcome: z.enum(['installed', 'cancelled']).describe('What came of it'),
      endedAt: instant('When'),
    }),
  },
})
