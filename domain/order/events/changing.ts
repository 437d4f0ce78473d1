import { z } from 'zod'
import { defineEvents } from '../../shared/event.ts'
import { id } from '../../shared/fields.ts'
import { sealedParty } from '../../shared/personal.ts'
import { region } from '../../shared/region.ts'
import { addressFlags, recipientFingerprint, remarkFlags, sealedRemarks, version, which } from './fields.ts'

export const changingEvents = defineEvents({
  AddressChanged: {
    description: 'The units go somewhere else',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      buyer: sealedParty.describe('Buyer and recipient from now on'),
      recipientFingerprint,
      region: region.describe('Where the units go from now on'),
      recipientToken: z.string().nullable().describe('Key by which the channel decrypts the recipient'),
      addressFlags,
    }),
  },
  RemarksChanged: {
    description: 'Buyer or seller edited what they wrote on the order',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      remarks: sealedRemarks.describe('What buyer and seller wrote on the order'),
      remarksFingerprint: id('Keyed hash of all remarks'),
      remarkFlags,
    }),
  },
})
