/** Every refusal and failure a user can meet, with the HTTP status it has at the edge. Sorted by area. */
export const errorCodes = {
  // asking
  BAD_REQUEST: { status: 400, title: 'The request does not have the shape it must have' },
  KEY_REQUIRED: { status: 401, title: 'A valid access key is required' },
  FORBIDDEN: { status: 403, title: 'The role of this key does not allow this' },
  NOT_FOUND: { status: 404, title: 'There is no such thing' },
  UNKNOWN_CHANNEL: { status: 404, title: 'There is no such channel' },
  TOO_LARGE: { status: 413, title: 'The request is larger than the limit' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body is of a kind this route does not read' },
  RATE_LIMITED: { status: 429, title: 'Too many requests; retry later' },
  INTERNAL: { status: 500, title: 'Something went wrong that nobody foresaw; the log of the server says more under the error id' },
  // commands
  CONTENDED: { status: 503, title: 'Too many writers at once; nothing was lost, retry with the same command id' },
  COMMAND_DIFFERS: { status: 409, title: 'This command id was used before with other content' },
  COMMAND_TOO_OLD: { status: 409, title: 'The command is older than the window in which repeats are recognised' },
  OUTCOME_UNKNOWN: { status: 504, title: 'No answer came from the store; retry with the same command id' },
  STORE_REFUSES: { status: 503, title: 'The store refuses appends' },
  OVERLOADED: { status: 503, title: 'The ledger has too much work queued; retry later' },
  STOPPING: { status: 503, title: 'The ledger is stopping; retry with the same command id once it is back' },
  BEHIND: { status: 504, title: 'The read model has not reached this position in time' },
  // channel messages
  UNPARSABLE: { status: 200, title: 'The payload cannot be read as a message of this channel' },
  SUM_BROKEN: { status: 200, title: 'Amounts of the payload contradict each other' },
  UNKNOWN_LISTING: { status: 200, title: 'A line sells something that is not listed in this shop' },
  UNKNOWN_SHOP: { status: 200, title: 'The shop is not registered for this channel' },
  // order
  ORDER_UNKNOWN: { status: 404, title: 'There is no such order' },
  ORDER_OVER: { status: 409, title: 'The order is cancelled or completed' },
  ORDER_ALREADY_SHIPPED: { status: 409, title: 'Units of the order have left' },
  ORDER_TOO_LARGE: { status: 422, title: 'The order has more units, payments, refunds or shipments than one order may have' },
  LINE_UNKNOWN: { status: 404, title: 'The order has no such line' },
  QUANTITY_EXCEEDED: { status: 409, title: 'More units than are left' },
  PAYMENT_DIFFERS: { status: 409, title: 'This payment is recorded with another amount' },
  REFUND_EXCEEDS_CAPTURED: { status: 409, title: 'Refunds would exceed what was captured' },
  REFUND_DIFFERS: { status: 409, title: 'This refund is recorded with other content' },
  REFUND_UNKNOWN: { status: 404, title: 'There is no such refund' },
  REFUND_CLOSED: { status: 409, title: 'The refund is paid or closed' },
  HOLD_UNKNOWN: { status: 404, title: 'The order is not held for this reason' },
  AMOUNTS_BROKEN: { status: 422, title: 'Amounts do not add up' },
  NOT_DUE: { status: 409, title: 'The deadline has not come or no longer applies' },
  // stock
  INSUFFICIENT_STOCK: { status: 409, title: 'Not enough units available' },
  QUOTA_EXCEEDED: { status: 409, title: 'The channel has no quota left for this' },
  RESERVATION_UNKNOWN: { status: 404, title: 'There is no such open reservation' },
  RESERVATION_CLOSED: { status: 409, title: 'The reservation was released or issued' },
  RESERVATION_DIFFERS: { status: 409, title: 'The reservation exists with another quantity, line or instant' },
  DOCUMENT_DIFFERS: { status: 409, title: 'This document was recorded with other content' },
  TRANSFER_UNKNOWN: { status: 404, title: 'There is no such transfer' },
  STOCK_BELOW_RESERVED: { status: 409, title: 'The change would leave less than what is reserved' },
  // serial numbers
  SERIAL_NUMBER_ELSEWHERE: { status: 409, title: 'The serial number is in another place' },
  SERIAL_NUMBERS_MISMATCH: { status: 422, title: 'Serial numbers do not match the quantity' },
  // fulfilment
  FULFILMENT_UNKNOWN: { status: 404, title: 'There is no such fulfilment' },
  FULFILMENT_STATE: { status: 409, title: 'The fulfilment is not in a state that allows this' },
  SHIPMENT_UNKNOWN: { status: 404, title: 'The fulfilment has no such shipment' },
  // after-sales
  AFTER_SALES_UNKNOWN: { status: 404, title: 'There is no such after-sales case' },
  AFTER_SALES_STATE: { status: 409, title: 'The after-sales case is not in a state that allows this' },
  // catalogue, access, people
  SKU_UNKNOWN: { status: 404, title: 'There is no such SKU' },
  SKU_KIND_FIXED: { status: 409, title: 'A stock SKU cannot become a bundle, nor a bundle a stock SKU' },
  BUNDLE_OF_BUNDLES: { status: 422, title: 'A bundle is made of stock SKUs, not of bundles' },
  LOCATION_UNKNOWN: { status: 404, title: 'There is no such location' },
  LISTING_OVERLAPS: { status: 409, title: 'The listing already has another target from that instant' },
  ACCESS_KEY_UNKNOWN: { status: 404, title: 'There is no such access key' },
  PERSON_UNKNOWN: { status: 404, title: 'There is no such person, or they were forgotten' },
  EXCEPTION_UNKNOWN: { status: 404, title: 'There is no such exception' },
  EXCEPTION_CLOSED: { status: 409, title: 'The exception was resolved' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>

export type ErrorCode = keyof typeof errorCodes
