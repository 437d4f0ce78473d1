import type { Condition } from '../../shared/fields.ts'
import type { SerialCommand } from '../commands.ts'

const unit = { maker: 'Haier', serialNumber: 'SN-0001', sku: 'BCD-500' }
const day = 1_700_000_000_000

/** Commands about one unit. */
export const receive = (documentId: string, location: string, from: string | null = null, askedAt = day): SerialCommand => ({
  type: 'ReceiveSerialNumber',
  data: { ...unit, location, from, documentId, askedAt },
})

export const issue = (shipmentId: string, location: string, orderId: string, askedAt = day): SerialCommand => ({
  type: 'IssueSerialNumber',
  data: { ...unit, location, fulfilmentId: `${orderId}.1@${location}`, shipmentId, orderId, askedAt },
})

export const giveBack = (
  documentId: string,
  location: string,
  orderId: string,
  askedAt = day,
  condition?: Condition | null,
): SerialCommand => ({
  type: 'ReturnSerialNumber',
  data: { ...unit, location, orderId, documentId, askedAt, ...(condition === undefined ? {} : { condition }) },
})

export const regrade = (documentId: string, location: string, condition: Condition, askedAt = day): SerialCommand => ({
  type: 'GradeSerialNumber',
  data: { ...unit, location, condition, documentId, askedAt },
})
