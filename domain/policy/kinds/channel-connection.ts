import { z } from 'zod'
import { pushedStatuses, usualStatuses } from '../../publishing/statuses.ts'
import { channel, shop } from '../../shared/fields.ts'
import { defineKind } from '../kind.ts'

const durationMs = (description: string, fallback: number, most = 86_400_000) =>
  z.int().positive().max(most).default(fallback).describe(`${description}, milliseconds`)
const codes = (description: string) => z.array(z.string().min(1).max(100)).max(100).default([]).describe(description)

const connection = z.strictObject({
  channel: channel.exclude(['pos']).describe('Channel of the shop; a till is told nothing'),
  shop,
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .describe('Where the channel takes what it is told; the secret it is signed with is a setting, not part of this'),
  appKey: z.string().min(1).max(100).describe('Key of the application that signs'),
  stock: z.boolean().default(true).describe('Whether quantities are told, as the policy channel-stock has them'),
  statuses: z
    .array(z.enum(pushedStatuses))
    .default([...usualStatuses])
    .describe('What is told of its orders, as far as the channel takes it'),
  returns: z
    .strictObject({
      addressId: z.string().min(1).max(100).nullable().default(null).describe('Number by which the channel knows where returns go'),
      refuseReasonId: z
        .string()
        .min(1)
        .max(100)
        .nullable()
        .default(null)
        .describe("Number of the channel's reason that refusals are told with, where it takes none without"),
    })
    .default({ addressId: null, refuseReasonId: null })
    .describe('What the channel wants to hear beside, when a refund is agreed to or refused'),
  carriers: z
    .record(z.string().min(1).max(100), z.string().min(1).max(100))
    .default({})
    .describe('What the channel calls a carrier, by what our locations call it; who is not named goes by the same name'),
  timeoutMs: durationMs('How long an answer is waited for', 10_000, 60_000),
  mostInFlight: z.int().positive().max(32).default(8).describe('Messages on their way to it at once'),
  retryFirstMs: durationMs('How long until a message is sent again the first time; twice as long each time after', 5_000),
  retryLongestMs: durationMs('How long until it is sent again at the longest', 600_000),
  triesTaken: z.int().positive().max(100).default(8).describe('After how many tries in a row that came to nothing it is an exception'),
  finalCodes: codes('Codes by which the channel says that sending it again is of no use: an exception at once'),
  repeatedCodes: codes('Codes by which the channel says that it knows it already'),
  lostSettlesAfterMs: durationMs(
    'How long a quantity of which nobody knows whether it came there may still come; what is shown is told once more after it',
    60_000,
  ),
})

const document = z
  .strictObject({ shops: z.array(connection).max(1_000).describe('Shops whose channel is told of their stock and orders') })
  .superRefine(({ shops }, context) => {
    const names = shops.map((each) => `${each.channel}.${each.shop}`)
    const again = names.findIndex((each, place) => names.indexOf(each) < place)
    if (again >= 0) context.addIssue({ code: 'custom', path: ['shops', again, 'shop'], message: 'the shop is named twice' })
  })

export type ChannelConnectionDocument = z.infer<typeof document>
export type ConnectionSettings = ChannelConnectionDocument['shops'][number]

/** Which shops are told of their stock and orders, and how they are spoken to; applied by `commands/processes/publishing`. */
export const channelConnectionKind = defineKind<ChannelConnectionDocument>({
  description: 'Which shops are told of their stock and orders, and how their channels are spoken to',
  document: document as unknown as z.ZodType<ChannelConnectionDocument>,
  builtIn: { shops: [] },
})
