import { z } from 'zod'
import { defineEvents } from '../../shared/event.ts'
import { instant } from '../../shared/fields.ts'
import { which } from './fields.ts'

export const recordingEvents = defineEvents({
  ChannelVersionRecorded: {
    description: 'The channel sent a newer version that changes nothing we keep',
    data: z.object({
      ...which,
      channelModifiedAt: instant("The channel's version"),
      rawStatus: z.string().describe("The channel's own word for the status"),
    }),
  },
})
