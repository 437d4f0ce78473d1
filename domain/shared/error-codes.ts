export interface ErrorDefinition {
  readonly status: number
  readonly title: string
  /** What to do about it, where the title does not say. */
  readonly advice?: string
}

/** Every refusal and failure a user can meet, with the HTTP status it has at the edge. Sorted by area. */
export const errorCodes = {
  // asking
  BAD_REQUEST: {
    status: 400,
    title: 'The request does not have the shape it must have',
    advice: 'Send what /openapi.json describes.',
  },
  KEY_REQUIRED: {
    status: 401,
    title: 'A valid access key is required',
    advice: 'Send Authorization: Bearer and a key that is not revoked; an admin issues one (ledger key issue).',
  },
  FORBIDDEN: {
    status: 403,
    title: 'The role of this key does not allow this',
    advice: 'Use a key of a role, or of a channel, that may do this.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'There is no such thing',
    advice: 'Check the path and the id; what was just written may take a moment to be readable (minPosition waits for it).',
  },
  UNKNOWN_CHANNEL: { status: 404, title: 'There is no such channel', advice: 'Use taobao, jd, douyin, pdd, wechat-shop, app or pos.' },
  TOO_LARGE: { status: 413, title: 'The request is larger than the limit', advice: 'Send less at once.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The body is of a kind this route does not read',
    advice: 'Send JSON, or NDJSON where several messages may be sent.',
  },
  RATE_LIMITED: { status: 429, title: 'Too many requests; retry later' },
  INTERNAL: { status: 500, title: 'Something went wrong that nobody foresaw; the log of the server says more under the error id' },
  // commands
  CONTENDED: { status: 503, title: 'Too many writers at once; nothing was lost, retry with the same command id' },
  COMMAND_DIFFERS: {
    status: 409,
    title: 'This command id was used before with other content',
    advice: 'Give the new command an id of its own.',
  },
  COMMAND_TOO_OLD: {
    status: 409,
    title: 'The command is older than the window in which repeats are recognised',
    advice: 'Look at what is recorded; when it is really missing, ask again as something new.',
  },
  OUTCOME_UNKNOWN: { status: 504, title: 'No answer came from the store; retry with the same command id' },
  STORE_REFUSES: {
    status: 503,
    title: 'The store refuses appends',
    advice: 'The cause says why; make room on a full disk, restart after a failed write or sync. Nothing was written: then ask again.',
  },
  OVERLOADED: { status: 503, title: 'The ledger has too much work queued; retry later' },
  STOPPING: { status: 503, title: 'The ledger is stopping; retry with the same command id once it is back' },
  BEHIND: {
    status: 504,
    title: 'The read model has not reached this position in time',
    advice: 'Ask again later, or without minPosition; ledger status tells how far each read model is.',
  },
  // channel messages
  UNPARSABLE: {
    status: 200,
    title: 'The payload cannot be read as a message of this channel',
    advice: 'Correct the payload of the exception, or drop it; the reason names the field.',
  },
  SUM_BROKEN: {
    status: 200,
    title: 'Amounts of the payload contradict each other',
    advice: 'Compare both sides of the sum the details name with the channel; correct the payload, or have the channel send it again.',
  },
  UNKNOWN_LISTING: {
    status: 200,
    title: 'A line sells something that is not listed in this shop',
    advice: 'Define the listing, from an instant before the order; then retry the exception, or all of this code at once.',
  },
  SHOP_MISNAMED: {
    status: 200,
    title: 'The payload does not say its shop, and the shop named beside it is empty, too long or several',
    advice: 'Send it again with ?shop= of 1 to 200 characters, then drop the exception; or correct the payload so that it names its shop.',
  },
  UNKNOWN_SHOP: { status: 200, title: 'The shop is not registered for this channel', advice: 'Define the shop; then retry the exception.' },
  // order
  ORDER_UNKNOWN: {
    status: 404,
    title: 'There is no such order',
    advice: 'Check the order id; it is <channel>.<shop>.<channel order id> with other characters than letters and digits percent-encoded.',
  },
  ORDER_OVER: {
    status: 409,
    title: 'The order is cancelled or completed',
    advice: 'It takes no such change any more; money goes back by an after-sales case.',
  },
  ORDER_ALREADY_SHIPPED: { status: 409, title: 'Units of the order have left', advice: 'Ask for a return instead of a cancellation.' },
  ORDER_UNPAID: {
    status: 409,
    title: 'The order is not paid in full, and nothing of it has left',
    advice: 'Record the payment or the shipment; an order nobody wants any more is cancelled.',
  },
  ORDER_TOO_LARGE: {
    status: 422,
    title: 'The order has more units, payments, refunds or shipments than one order may have',
    advice: 'The details name the limit; split the order.',
  },
  LINE_UNKNOWN: {
    status: 404,
    title: 'The order has no such line',
    advice: 'Use a line id of the order, as GET /v1/orders/:orderId shows them.',
  },
  QUANTITY_EXCEEDED: { status: 409, title: 'More units than are left', advice: 'Ask for at most what the details say is left.' },
  PAYMENT_DIFFERS: {
    status: 409,
    title: 'This payment is recorded with another amount',
    advice: 'Give another payment an id of its own; a recorded amount does not change.',
  },
  REFUND_EXCEEDS_CAPTURED: {
    status: 409,
    title: 'Refunds would exceed what was captured',
    advice: 'Ask for at most what the details say is left.',
  },
  REFUND_DIFFERS: {
    status: 409,
    title: 'This refund is recorded with other content',
    advice: 'Release the refund first, or ask under another id.',
  },
  REFUND_UNKNOWN: { status: 404, title: 'There is no such refund', advice: 'Use one of the ids in the details.' },
  REFUND_CLOSED: { status: 409, title: 'The refund is paid or closed', advice: 'Open another after-sales case.' },
  AUDIT_STALE: {
    status: 409,
    title: 'The order has changed since it was audited',
    advice: 'Nothing to do; it is audited again as it is now.',
  },
  SOURCING_STALE: {
    status: 409,
    title: 'The order has changed since its locations were chosen, or others were chosen meanwhile',
    advice: 'Nothing to do; it is sourced again as it is now.',
  },
  SOURCING_BROKEN: {
    status: 422,
    title: 'A plan does not send what the order asks for, or not from where it must',
    advice: 'The details name the plan and the line; ask with plans that send each line whole, from its appointed location.',
  },
  HOLD_UNKNOWN: { status: 404, title: 'The order is not held for this reason', advice: 'The details say what it is held for.' },
  AMOUNTS_BROKEN: { status: 422, title: 'Amounts do not add up', advice: 'The details name the sum and both sides; mend the amounts.' },
  MERGE_OVER: {
    status: 409,
    title: 'The order does not wait to be merged any more',
    advice: 'Nothing to do: it was merged, goes out by itself, or left.',
  },
  NOT_DUE: {
    status: 409,
    title: 'The deadline has not come or no longer applies',
    advice: 'Nothing to do; the deadline is looked at again when it comes.',
  },
  // stock
  INSUFFICIENT_STOCK: {
    status: 409,
    title: 'Not enough units available',
    advice: 'Ask for at most what is available, or at another location.',
  },
  QUOTA_EXCEEDED: {
    status: 409,
    title: 'The channel has no quota left for this',
    advice: 'Raise the quota of the channel, or ask at another location.',
  },
  RESERVATION_UNKNOWN: {
    status: 404,
    title: 'There is no such open reservation',
    advice: 'Check SKU, location and reservation id; reserve first.',
  },
  RESERVATION_CLOSED: {
    status: 409,
    title: 'The reservation was released or issued',
    advice: 'Reserve again under another reservation id.',
  },
  RESERVATION_DIFFERS: {
    status: 409,
    title: 'The reservation exists with another quantity, line or instant',
    advice: 'Repeat exactly what was asked first, or reserve under another id.',
  },
  DOCUMENT_DIFFERS: {
    status: 409,
    title: 'This document was recorded with other content',
    advice: 'Give another document an id of its own; a recorded one does not change.',
  },
  TRANSFER_UNKNOWN: {
    status: 404,
    title: 'There is no such transfer',
    advice: 'Dispatch the transfer at the other location first; this one is told of it by itself.',
  },
  STOCK_BELOW_RESERVED: {
    status: 409,
    title: 'The change would leave less than what is reserved',
    advice: 'Release reservations first, or take less; a count or damage is taken in any case.',
  },
  // serial numbers
  SERIAL_NUMBER_ELSEWHERE: {
    status: 409,
    title: 'The serial number is in another place',
    advice: 'The details say where it is; record how it came here first.',
  },
  SERIAL_NUMBER_UNFIT: {
    status: 409,
    title: 'The unit with this serial number is not to be sold as it is',
    advice: 'Send another unit; once it is repaired, grade it as sellable.',
  },
  SERIAL_NUMBERS_MISMATCH: {
    status: 422,
    title: 'Serial numbers do not match the quantity',
    advice: 'Give each unit one number of its own, of this SKU.',
  },
  // fulfilment
  FULFILMENT_UNKNOWN: {
    status: 404,
    title: 'There is no such fulfilment',
    advice: 'Check the fulfilment id; GET /v1/fulfilments lists those of an order.',
  },
  FULFILMENT_STATE: { status: 409, title: 'The fulfilment is not in a state that allows this', advice: 'The details say how far it is.' },
  SHIPMENT_UNKNOWN: {
    status: 404,
    title: 'The fulfilment has no such shipment',
    advice: 'Dispatch it first, or use the shipment id it left with.',
  },
  // warehouse management systems
  WMS_UNKNOWN: {
    status: 404,
    title: 'No warehouse management system is known at this location',
    advice: 'Name the location in the policy wms, and its secret in LEDGER_WMS_SECRETS.',
  },
  WMS_CONFIRM_DIFFERS: {
    status: 200,
    title: 'What the warehouse confirms does not fit what it was asked to send',
    advice:
      'Compare both sides in the details with the warehouse; correct the message of the exception, or have it sent again under another number.',
  },
  WMS_STOCK_UNCLEAR: {
    status: 200,
    title: 'A movement the warehouse reports cannot be told in stock of ours',
    advice: 'The details name the item; book what it means by hand, then drop the exception.',
  },
  // telling channels
  CHANNEL_REFUSED: {
    status: 200,
    title: 'A channel does not take what it is told of stock or of an order',
    advice: 'The details have its code; put right what it says is wrong (item, carrier, access token), then retry the exception.',
  },
  CHANNEL_UNREACHED: {
    status: 200,
    title: 'A channel gave no answer that can be read, so many times in a row',
    advice: 'See that its address can be reached from here, then retry the exception.',
  },
  // capacity of services
  SLOT_NOT_OFFERED: {
    status: 409,
    title: 'The provider offers no visits in this slot',
    advice: 'Hold one of the slots the details say are free, or ask for another day (GET /v1/capacity).',
  },
  SLOT_FULL: {
    status: 409,
    title: 'All visits of this slot are taken',
    advice: 'Hold one of the slots the details say are free, or ask for another day (GET /v1/capacity).',
  },
  SLOT_UNKNOWN: {
    status: 404,
    title: 'The appointment has no such booking in this area on this day',
    advice: 'Check area, date, appointment and the number of the booking; hold a slot first.',
  },
  SLOT_DIFFERS: {
    status: 409,
    title: 'This booking of the appointment is for another slot, category, order or instant',
    advice: 'Repeat exactly what was asked first, or hold another slot as the next booking of the appointment.',
  },
  SLOT_STATE: {
    status: 409,
    title: 'The booking of the slot is not in a state that allows this',
    advice: 'The details say how far it is; what was released is held again as the next booking of the appointment.',
  },
  CAPACITY_BELOW_TAKEN: {
    status: 409,
    title: 'The offer would be less than what is taken',
    advice: 'Offer what is taken to take no more visits; release or move bookings to offer less.',
  },
  CAPACITY_TOO_LARGE: {
    status: 422,
    title: 'The area has as many slots on this day as one may have',
    advice: 'The details name the limit; offer for smaller areas.',
  },
  // service providers and installation
  PROVIDER_UNKNOWN: { status: 404, title: 'There is no such service provider', advice: 'Define the provider first.' },
  UNKNOWN_REPORTER: {
    status: 404,
    title: 'There is no such reporter of traces, or its door is closed',
    advice: 'Use a reporter this server reads, for which LEDGER_TRACE_SECRETS has a secret.',
  },
  SIGNATURE_WRONG: {
    status: 401,
    title: 'The message is not signed with the secret of this reporter',
    advice: 'Check LEDGER_TRACE_SECRETS on this side and the secret on the other; nothing was kept.',
  },
  WAYBILL_UNKNOWN: {
    status: 404,
    title: 'Nothing of ours is known to have left under this waybill',
    advice: 'Dispatch the shipment it belongs to under this number: what was reported so far is then told to it.',
  },
  WAYBILL_KNOWN: { status: 409, title: 'Something of ours left under this waybill', advice: 'The details name what.' },
  INSTALLATION_EXPECTED: {
    status: 409,
    title: 'Units of the order are still to be installed',
    advice: 'The details name the installations; report what came of them, or cancel them, first.',
  },
  INSTALLATION_UNKNOWN: {
    status: 404,
    title: 'There is no such installation',
    advice: 'Check the installation id; GET /v1/installations lists those of an order.',
  },
  INSTALLATION_STATE: {
    status: 409,
    title: 'The installation is not in a state that allows this',
    advice: 'The details say how far it is, which booking is open, and which number the next one has.',
  },
  UNITS_MISSING: {
    status: 422,
    title: 'Not every unit that was to be installed is named',
    advice: 'Name each line the details say is missing, or call the visit failed and book another.',
  },
  // after-sales
  AFTER_SALES_UNKNOWN: {
    status: 404,
    title: 'There is no such after-sales case',
    advice: 'Check the id; it is <channel>.<shop>.<refund id>.',
  },
  AFTER_SALES_STATE: {
    status: 409,
    title: 'The after-sales case is not in a state that allows this',
    advice: 'The details say how far it is.',
  },
  // policies
  POLICY_KIND_UNKNOWN: { status: 422, title: 'There is no such kind of policy', advice: 'The details say which kinds there are.' },
  POLICY_MISNAMED: {
    status: 422,
    title: 'A policy is named after its kind',
    advice: 'Name it as the kind, or as the kind, a dot and more, where there are several of it.',
  },
  POLICY_DOCUMENT_REFUSED: {
    status: 422,
    title: 'The kind of the policy does not understand the document',
    advice: 'The details name the place of the first fault, and what is wrong there.',
  },
  POLICY_BACKDATED: {
    status: 409,
    title: 'The version would begin while another one was already deciding',
    advice: 'Let it begin at the instant in the details or later; leave effectiveFrom out to let it begin now.',
  },
  // catalogue, access, people
  SKU_UNKNOWN: { status: 404, title: 'There is no such SKU', advice: 'Define the SKU first.' },
  SKU_KIND_FIXED: { status: 409, title: 'A stock SKU cannot become a bundle, nor a bundle a stock SKU', advice: 'Define another SKU.' },
  BUNDLE_OF_BUNDLES: {
    status: 422,
    title: 'A bundle is made of stock SKUs, not of bundles',
    advice: 'Name the stock SKUs of the inner bundle instead.',
  },
  LOCATION_UNKNOWN: {
    status: 404,
    title: 'There is no such location',
    advice: 'Define the location, with the code the channel or till uses; then ask again, or retry the exception.',
  },
  LISTING_OVERLAPS: {
    status: 409,
    title: 'The listing already has another target from that instant',
    advice: 'Let the new listing begin at another instant.',
  },
  ACCESS_KEY_UNKNOWN: { status: 404, title: 'There is no such access key', advice: 'ledger key list shows the keys there are.' },
  PERSON_UNKNOWN: {
    status: 404,
    title: 'There is no such person, or they were forgotten',
    advice: 'Nothing can bring back what was sealed for a person who was forgotten.',
  },
  EXCEPTION_UNKNOWN: { status: 404, title: 'There is no such exception', advice: 'ledger exceptions list shows those that wait.' },
  EXCEPTION_CLOSED: { status: 409, title: 'The exception was resolved', advice: 'Nothing to do; the details say how.' },
} as const satisfies Record<string, ErrorDefinition>

export type ErrorCode = keyof typeof errorCodes

export const definitionOfError = (code: ErrorCode): ErrorDefinition => errorCodes[code]
