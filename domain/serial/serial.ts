import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import type { Condition } from '../shared/fields.ts'
import {
  type FrozenRemembered,
  freezeRemembered,
  mayBeForgotten,
  type Remembered,
  recall,
  remember,
  remembering,
  sizeOf,
  thawRemembered,
} from '../shared/remembered.ts'
import { streamKey } from '../shared/stream-name.ts'
import { type SerialCommand, serialCommands } from './commands.ts'
import type { SerialEvent } from './events.ts'

/** Where a unit is. Nowhere: the ledger has not met it; makers' units often get scanned only when they leave. */
export type Place =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'location'; readonly location: string; readonly condition: Condition | null }
  | { readonly kind: 'buyer'; readonly orderId: string; readonly fulfilmentId: string; readonly shipmentId: string }

export interface Serial {
  sku: string | null
  place: Place
  readonly movements: Remembered<string>
}

export interface SerialTypes {
  state: Serial
  command: SerialCommand
  event: SerialEvent
}

/** One unit of an appliance, which is in one place: stream `serial-<maker>.<serial number>`. */
export const serialAggregate = serialAggregateRemembering(1_000)

/** @param limit How many movements are remembered; what may repeat an older one is refused. */
export function serialAggregateRemembering(limit: number): Aggregate<SerialTypes> {
  return {
    category: 'serial',
    stateVersion: 3,
    commandTypes: Object.keys(serialCommands) as SerialCommand['type'][],
    key: ({ data }) => streamKey([data.maker, data.serialNumber]),
    initial: () => ({ sku: null, place: { kind: 'nowhere' }, movements: remembering(limit) }),
    evolve,
    decide,
    freeze: ({ sku, place, movements }) => ({ sku, place, movements: freezeRemembered(movements, (note) => note) }),
    thaw(frozen) {
      const { sku, place, movements } = frozen as Pick<Serial, 'sku' | 'place'> & { movements: FrozenRemembered }
      return { sku, place, movements: thawRemembered(limit, movements, (note) => note as string) }
    },
    weigh: ({ movements }) => 500 + 300 * sizeOf(movements),
  }
}

function evolve(serial: Serial, event: SerialEvent): Serial {
  const { key, note } = movementOf(event)
  remember(serial.movements, key, event.data.askedAt, note)
  serial.sku = event.data.sku
  serial.place = placeAfter(event)
  return serial
}

function placeAfter({ type, data }: SerialEvent): Place {
  switch (type) {
    case 'SerialNumberReceived':
      return { kind: 'location', location: data.location, condition: null }
    case 'SerialNumberReturned':
    case 'SerialNumberGraded':
      return { kind: 'location', location: data.location, condition: data.condition }
    case 'SerialNumberIssued':
      return { kind: 'buyer', orderId: data.orderId, fulfilmentId: data.fulfilmentId, shipmentId: data.shipmentId }
  }
}

function decide(serial: Readonly<Serial>, command: SerialCommand): Decision<SerialEvent> {
  const event = asEvent(command)
  const { key, note } = movementOf(event)
  const { sku, askedAt } = command.data
  const recorded = recall(serial.movements, key)
  if (recorded !== undefined) return recorded === note ? accept() : reject('DOCUMENT_DIFFERS', { recorded })
  if (mayBeForgotten(serial.movements, askedAt))
    return reject('COMMAND_TOO_OLD', { askedAt, forgottenUpTo: serial.movements.forgottenUpTo })
  if (serial.sku !== null && serial.sku !== sku) return reject('SERIAL_NUMBERS_MISMATCH', { sku: serial.sku })
  if (command.type === 'IssueSerialNumber' && isUnfit(serial.place)) return reject('SERIAL_NUMBER_UNFIT', { ...serial.place })
  return mayMove(serial.place, command) ? accept(event) : reject('SERIAL_NUMBER_ELSEWHERE', { ...serial.place })
}

function asEvent({ type, data }: SerialCommand): SerialEvent {
  switch (type) {
    case 'ReceiveSerialNumber':
      return { type: 'SerialNumberReceived', data }
    case 'IssueSerialNumber':
      return { type: 'SerialNumberIssued', data }
    case 'ReturnSerialNumber':
      return { type: 'SerialNumberReturned', data: { ...data, condition: data.condition ?? null } }
    case 'GradeSerialNumber':
      return { type: 'SerialNumberGraded', data }
  }
}

/** What is scrap, or to be refurbished, is not sold as it is. */
const isUnfit = (place: Place): boolean => place.kind === 'location' && (place.condition === 'refurbish' || place.condition === 'scrap')

/** Each movement starts where the unit is. A unit not met before may be anywhere. */
function mayMove(place: Place, { type, data }: SerialCommand): boolean {
  if (place.kind === 'nowhere') return true
  switch (type) {
    case 'ReceiveSerialNumber':
      return place.kind === 'location' && place.location === data.from
    case 'IssueSerialNumber':
    case 'GradeSerialNumber':
      return place.kind === 'location' && place.location === data.location
    case 'ReturnSerialNumber':
      return place.kind === 'buyer' && place.orderId === data.orderId
  }
}

/** The natural key of a movement (tickets of two locations, or of two days, may have the same number), and what a repeat must have in common with the first, its instant included. */
function movementOf({ type, data }: SerialEvent): { key: string; note: string } {
  switch (type) {
    case 'SerialNumberReceived':
      return { key: `${type} ${data.documentId}`, note: noteOf(data.askedAt, data.sku, data.location, data.from) }
    case 'SerialNumberIssued':
      return {
        key: `${type} ${data.fulfilmentId} ${data.shipmentId}`,
        note: noteOf(data.askedAt, data.sku, data.location, data.fulfilmentId, data.orderId),
      }
    case 'SerialNumberReturned':
      return {
        key: `${type} ${data.documentId}`,
        note: noteOf(data.askedAt, data.sku, data.location, data.orderId, ...graded(data.condition)),
      }
    case 'SerialNumberGraded':
      return { key: `${type} ${data.documentId}`, note: noteOf(data.askedAt, data.sku, data.location, data.condition) }
  }
}

/** Nothing is noted of a unit nobody graded, as before there were grades. */
const graded = (condition: Condition | null): readonly string[] => (condition === null ? [] : [condition])

const noteOf = (...content: readonly (string | number | null)[]): string => JSON.stringify(content)
