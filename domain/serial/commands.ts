import { z } from 'zod'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { askedAt, fulfilmentId, id, location, orderId, sku } from '../shared/fields.ts'

const unit = { maker: id('Maker whose numbering it is'), serialNumber: id('Serial number'), sku }
const document = { documentId: id('Business document behind it; with the unit its natural key'), askedAt }

export const serialCommands = defineCommands({
  ReceiveSerialNumber: {
    description: 'The unit arrived at a location of ours, from outside or from another location of ours',
    data: z.object({
      ...unit,
      location,
      from: location.nullable().describe('Location of ours it came from; null from outside'),
      ...document,
    }),
  },
  IssueSerialNumber: {
    description: 'The unit left a location with a shipment to a buyer',
    data: z.object({
      ...unit,
      location,
      fulfilmentId,
      shipmentId: id('Shipment it left with: with the fulfilment its natural key'),
      orderId,
      askedAt,
    }),
  },
  ReturnSerialNumber: {
    description: 'The unit came back from the buyer of an order',
    data: z.object({ ...unit, location, orderId, ...document }),
  },
})

export type SerialCommand = CommandsOf<typeof serialCommands>
