import type { Fulfilment, FulfilmentLine, ShippedLine } from '../fulfilment/state.ts'
import { type Rejection, reject } from '../shared/decision.ts'
import { sum } from '../shared/money.ts'
import type { DeliveryConfirm, LackReport, WmsUnits } from './canonical.ts'

/** What a warehouse was given to send, of one work or of several together. */
export interface Sendable {
  readonly lines: Map<string, Readonly<FulfilmentLine>>
  readonly shipments: Fulfilment['shipments']
}

/** Units of one promise that are lacking, in all. */
export interface Lack {
  readonly reservationId: string
  readonly lacking: number
}

/** Units that left with one waybill, in units of the fulfilment's promises. */
export interface MatchedShipment {
  readonly shipmentId: string
  readonly carrier: string | null
  readonly waybill: string | null
  readonly lines: readonly ShippedLine[]
}

/** One box as the warehouse names it. */
export interface MatchedParcel {
  readonly shipmentId: string
  readonly carrier: string | null
  readonly waybill: string | null
  readonly weightGrams: number | null
  readonly units: readonly { readonly sku: string; readonly quantity: number }[]
}

export interface Matched {
  readonly units: readonly { readonly sku: string; readonly quantity: number }[]
  readonly parcels: readonly MatchedParcel[]
  /** Those that the fulfilment does not know yet. */
  readonly shipments: readonly MatchedShipment[]
}

type Counts = ReadonlyMap<string, number>
type Box = Omit<MatchedParcel, 'units'> & { readonly units: readonly WmsUnits[] }

const countsOf = (units: readonly { readonly sku: string; readonly quantity: number }[]): Counts => {
  const counts = new Map<string, number>()
  for (const { sku, quantity } of units) counts.set(sku, (counts.get(sku) ?? 0) + quantity)
  return counts
}
const isEqual = (left: Counts, right: Counts): boolean =>
  [...new Set([...left.keys(), ...right.keys()])].every((sku) => (left.get(sku) ?? 0) === (right.get(sku) ?? 0))
const plain = (counts: Counts) => [...counts].map(([sku, quantity]) => ({ sku, quantity }))
const asRecord = (counts: Counts): Record<string, number> => Object.fromEntries(counts)

/**
 * What a warehouse says left, in terms of the fulfilment it was given; refused where the two do not fit, in whole. A parcel is known by its
 * waybill: what is told of it twice, in whatever message, is one. Items of a parcel that nobody asked for are further boxes of units that are
 * told of in another, as where one appliance comes in several.
 * @param fallback What the shipment is called where the warehouse names no waybill.
 */
export function matchConfirm(fulfilment: Sendable, confirm: DeliveryConfirm, fallback: string): Matched | Rejection {
  const asked = new Set([...fulfilment.lines.values()].map(({ requested }) => requested.sku))
  const stranger = confirm.lines.find(({ sku, quantity }) => quantity > 0 && !asked.has(sku))
  if (stranger !== undefined) return reject('WMS_CONFIRM_DIFFERS', { sku: stranger.sku, asked: 0, confirmed: stranger.quantity })
  const boxes = boxesOf(confirm, asked, fallback)
  const told = countsOf(boxes.flatMap(({ units }) => units))
  const differing = differenceOf(fulfilment, boxes, told, confirm)
  if (differing !== null) return differing
  const shipments = shipmentsOf(fulfilment, boxes, serialNumbersOf(confirm))
  if ('accepted' in shipments) return shipments
  return { units: plain(told), parcels: boxes.map(({ units, ...box }) => ({ ...box, units: plain(countsOf(units)) })), shipments }
}

/** The boxes with what was asked for in them. Where no box says what is in it, the first has all that left. */
function boxesOf({ packages, lines }: DeliveryConfirm, asked: ReadonlySet<string>, fallback: string): readonly Box[] {
  const left = lines.filter(({ quantity }) => quantity > 0)
  const named = packages.map(({ waybill, ...box }, place) => ({
    ...box,
    waybill,
    shipmentId: waybill ?? (place === 0 ? fallback : `${fallback}/${place + 1}`),
    units: box.units.filter(({ sku, quantity }) => quantity > 0 && asked.has(sku)),
  }))
  if (named.some(({ units }) => units.length > 0) || left.length === 0) return named
  const [first = { shipmentId: fallback, carrier: null, waybill: null, weightGrams: null }, ...others] = named
  return [{ ...first, units: left }, ...others]
}

/** Lines count what left: of this message, or of all of the order so far. */
function differenceOf(fulfilment: Sendable, boxes: readonly Box[], told: Counts, { lines }: DeliveryConfirm): Rejection | null {
  if (lines.length === 0) return null
  const counted = countsOf(lines)
  const fresh = new Set(boxes.map(({ shipmentId }) => shipmentId))
  const before = [...fulfilment.shipments].flatMap(([id, { lines: of }]) => (fresh.has(id) ? [] : of))
  const soFar = countsOf([...plain(told), ...before])
  if (isEqual(counted, told) || isEqual(counted, soFar)) return null
  return reject('WMS_CONFIRM_DIFFERS', { packages: asRecord(told), lines: asRecord(counted) })
}

/** Serial numbers that stand with the lines, to be dealt to boxes that name none. */
function serialNumbersOf({ lines }: DeliveryConfirm): Map<string, string[]> {
  const numbers = new Map<string, string[]>()
  for (const { sku, serialNumbers } of lines) numbers.set(sku, [...(numbers.get(sku) ?? []), ...serialNumbers])
  return numbers
}

function shipmentsOf(
  fulfilment: Sendable,
  boxes: readonly Box[],
  numbersOfLines: Map<string, string[]>,
): readonly MatchedShipment[] | Rejection {
  const taken = new Map<string, number>()
  const shipments: MatchedShipment[] = []
  for (const [shipmentId, same] of Map.groupBy(boxes, (box) => box.shipmentId)) {
    const units = same.flatMap((box) => box.units)
    if (units.length === 0) continue
    const known = fulfilment.shipments.get(shipmentId)
    if (known !== undefined) {
      if (isEqual(countsOf(known.lines), countsOf(units))) continue
      return reject('DOCUMENT_DIFFERS', { shipmentId, recorded: asRecord(countsOf(known.lines)), told: asRecord(countsOf(units)) })
    }
    const lines: ShippedLine[] = []
    for (const each of units) {
      const numbers =
        each.serialNumbers.length > 0 ? [...each.serialNumbers] : (numbersOfLines.get(each.sku) ?? []).splice(0, each.quantity)
      const placed = place(fulfilment, each, numbers, taken)
      if ('accepted' in placed) return placed
      lines.push(...placed)
    }
    const { carrier, waybill } = same[0]!
    shipments.push({ shipmentId, carrier, waybill, lines: summed(lines) })
  }
  return shipments
}

/** Units of a SKU on the promises that still wait for some: the line that was named first. */
function place(
  fulfilment: Sendable,
  { sku, quantity, lineNumber }: WmsUnits,
  numbers: string[],
  taken: Map<string, number>,
): readonly ShippedLine[] | Rejection {
  const all = [...fulfilment.lines.values()]
  const named = lineNumber === null ? undefined : all[lineNumber - 1]
  const candidates = [...(named === undefined ? [] : [named]), ...all.filter((line) => line !== named)]
  const lines: ShippedLine[] = []
  let open = quantity
  for (const { requested, dispatched } of candidates) {
    if (requested.sku !== sku || open === 0) continue
    const { lineId, reservationId, serialNumberRequired } = requested
    const before = taken.get(reservationId) ?? 0
    const units = Math.min(open, requested.quantity - dispatched - before)
    if (units <= 0) continue
    const own = numbers.splice(0, units)
    if (own.length < units && (serialNumberRequired || own.length > 0))
      return reject('SERIAL_NUMBERS_MISMATCH', { sku, quantity, serialNumbers: quantity - open + own.length })
    taken.set(reservationId, before + units)
    lines.push({ lineId, sku, reservationId, quantity: units, serialNumbers: own })
    open -= units
  }
  if (open > 0) return reject('QUANTITY_EXCEEDED', { sku, remaining: quantity - open })
  return numbers.length > 0 ? reject('SERIAL_NUMBERS_MISMATCH', { sku, quantity, serialNumbers: quantity + numbers.length }) : lines
}

const summed = (lines: readonly ShippedLine[]): readonly ShippedLine[] =>
  [...Map.groupBy(lines, ({ reservationId }) => reservationId).values()].map((same) => ({
    ...same[0]!,
    quantity: sum(same.map(({ quantity }) => quantity)),
    serialNumbers: same.flatMap(({ serialNumbers }) => serialNumbers),
  }))

/**
 * What of a report is lacking by promise, in all: the last of them first, those that were asked for last are gone without. A warehouse says how many
 * of an item lack in all, so that a repeat lacks nothing twice.
 */
export function matchLack(fulfilment: Sendable, lines: LackReport['lines']): readonly Lack[] | Rejection {
  const lacks: Lack[] = []
  for (const [sku, quantity] of countsOf(lines)) {
    let open = quantity
    for (const { requested, dispatched, lacking } of [...fulfilment.lines.values()].reverse()) {
      const units = requested.sku === sku ? Math.min(open, requested.quantity - dispatched + lacking) : 0
      if (units <= 0) continue
      lacks.push({ reservationId: requested.reservationId, lacking: units })
      open -= units
    }
    if (open > 0) return reject('QUANTITY_EXCEEDED', { sku, remaining: quantity - open })
  }
  return lacks
}

/** Units that have not left and are not lacking. */
export const restOf = (fulfilment: Readonly<Fulfilment>): number =>
  sum([...fulfilment.lines.values()].map(({ requested, dispatched }) => requested.quantity - dispatched))

/** All of them lacking, as it is asked for. */
export const lackOfRest = (fulfilment: Readonly<Fulfilment>) =>
  [...fulfilment.lines.values()].flatMap(({ requested: { reservationId, quantity }, dispatched, lacking }) =>
    quantity > dispatched ? [{ reservationId, lacking: lacking + quantity - dispatched }] : [],
  )
