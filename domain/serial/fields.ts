import { askedAt, condition, fulfilmentId, id, location, orderId, sku } from '../shared/fields.ts'

/** What a movement of a unit says, the same when it is asked and once it happened: the decider takes it over as it is. */

const unit = { maker: id('Maker whose numbering it is'), serialNumber: id('Serial number'), sku }
const document = { documentId: id('Business document behind it; with the unit its natural key'), askedAt }

export const receiving = {
  ...unit,
  location,
  from: location.nullable().describe('Location of ours it came from; null from outside'),
  ...document,
}

export const issuing = {
  ...unit,
  location,
  fulfilmentId,
  shipmentId: id('Shipment it left with: with the fulfilment its natural key'),
  orderId,
  askedAt,
}

export const returning = { ...unit, location, orderId, ...document }

/** Whether a unit at a location may leave with an order; null where nobody said. */
export const gradeOfUnit = condition.nullable().describe('As inspected; null when nobody said')

export const grading = { ...unit, location, condition: condition.describe('What it is from now on'), ...document }
