import { equal, law, type Model, type Verdict } from '../../shared/testing/agreement.ts'
import { known } from '../../shared/testing/known.ts'
import type { StockCommand } from '../commands.ts'
import type { StockEvent } from '../events.ts'
import { available, type Stock, type StockTypes } from '../stock.ts'

type Of<Type extends StockCommand['type']> = Extract<StockCommand, { type: Type }>['data']
type Line = {
  id: string
  order: string
  line: string
  channel: string
  at: number
  units: number
  freed: number
  left: Map<string, number>
}

/**
 * Stock as a shopkeeper's pile of papers: every paper is kept, and every number is summed over all of them whenever it is needed.
 * `limit` is how many papers of each kind are known by number; beyond them only the date says whether a paper may be an old one.
 */
export function stockModel(limit: number): Model<StockTypes> {
  const papers: { number: string; at: number; says: string }[] = []
  const moves: { kind: 'in' | 'out' | 'broken'; units: number }[] = []
  const apart: { pile: string; units: number }[] = []
  const lines: Line[] = []
  const over: Line[] = []
  const transfers: { id: string; from: string; units: number; settled: number }[] = []
  const safeties: { units: number; at: number }[] = []
  const quotas: { channel: string; units: number | null; kind: string; at: number; leftBefore: number }[] = []
  let inFact = 0

  const moved = (...kinds: string[]) => moves.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { units }) => sum + units, 0)
  const leftOf = (line: Line) => [...line.left.values()].reduce((sum, units) => sum + units, 0)
  const openOf = (line: Line) => line.units - line.freed - leftOf(line)
  const total = (of: readonly Line[], count: (line: Line) => number) => of.reduce((sum, line) => sum + count(line), 0)
  const onHand = () => moved('in') - moved('out', 'broken')
  const inPile = (pile: string) => apart.filter((one) => one.pile === pile).reduce((sum, { units }) => sum + units, 0)
  const reserved = () => total(lines, openOf)
  const ofChannel = (channel: string) => lines.filter((line) => line.channel === channel)
  const lastOf = <Item extends { at: number }>(items: readonly Item[]) => items.toSorted((a, b) => a.at - b.at).at(-1)
  const quotaOf = (channel: string) => lastOf(quotas.filter((quota) => quota.channel === channel))
  const quotaLeft = (channel: string) => {
    const quota = quotaOf(channel)
    if (quota === undefined || quota.units === null) return null
    const mine = ofChannel(channel)
    return Math.max(0, quota.units - total(mine, openOf) - (total(mine, leftOf) - quota.leftBefore))
  }
  const kinds = ['taobao', 'jd', 'douyin'] as const
  const unbound = (channel: string) => {
    const others = kinds.filter((other) => other !== channel && quotaOf(other)?.kind === 'exclusive')
    return onHand() - reserved() - (lastOf(safeties)?.units ?? 0) - others.reduce((sum, other) => sum + (quotaLeft(other) ?? 0), 0)
  }
  const toSell = (channel: string) =>
    Math.min(unbound(channel), quotaOf(channel)?.kind === 'shared' ? (quotaLeft(channel) ?? Infinity) : Infinity)

  const paper = (number: string, at: number, says: string, then: () => Verdict): Verdict => {
    const { items, upTo } = known(papers, limit, (one) => one.number)
    const same = items.find((one) => one.number === number)
    if (same !== undefined) return same.at === at && same.says === says ? 'repeat' : 'DOCUMENT_DIFFERS'
    if (at <= upTo) return 'COMMAND_TOO_OLD'
    const verdict = then()
    if (verdict === 'happens') papers.push({ number, at, says })
    return verdict
  }
  const happens = (kind: (typeof moves)[number]['kind'], units: number): Verdict => {
    moves.push({ kind, units })
    return 'happens'
  }
  /** Units on, or with a minus off, a pile; sellable ones are no pile of their own. */
  const put = (pile: string, units: number): Verdict => {
    if (pile === 'sellable') return happens('in', units)
    apart.push({ pile, units })
    return 'happens'
  }
  const closedOnes = () => known(over, limit, ({ id }) => id)
  const find = (id: string) => lines.find((line) => line.id === id && openOf(line) > 0)
  const closeIfDone = (line: Line): Verdict => {
    if (openOf(line) === 0) over.push(line)
    return 'happens'
  }

  const reserve = (data: Of<'ReserveStock'>): Verdict => {
    const ids = data.reservations.map((asked) => asked.reservationId)
    if (ids.some((id, at) => ids.indexOf(id) !== at)) return 'BAD_REQUEST'
    const fresh = []
    for (const asked of data.reservations) {
      if (closedOnes().items.some((line) => line.id === asked.reservationId)) return 'RESERVATION_CLOSED'
      const line = find(asked.reservationId)
      if (line === undefined) fresh.push(asked)
      else if (
        [line.units, line.order, line.line, line.channel, line.at].join() !==
        [asked.quantity, data.orderId, asked.lineId, data.channel, data.askedAt].join()
      )
        return 'RESERVATION_DIFFERS'
    }
    if (fresh.length === 0) return 'repeat'
    if (data.askedAt <= closedOnes().upTo) return 'COMMAND_TOO_OLD'
    const wanted = fresh.reduce((sum, asked) => sum + asked.quantity, 0)
    if (wanted > unbound(data.channel)) return 'INSUFFICIENT_STOCK'
    if (wanted > toSell(data.channel)) return 'QUOTA_EXCEEDED'
    for (const { reservationId: id, lineId: line, quantity: units } of fresh)
      lines.push({ id, order: data.orderId, line, channel: data.channel, at: data.askedAt, units, freed: 0, left: new Map() })
    return 'happens'
  }
  const free = ({ reservationId, keep }: Of<'ReleaseReservation'>): Verdict => {
    const line = find(reservationId) ?? closedOnes().items.find(({ id }) => id === reservationId)
    if (line === undefined) return 'RESERVATION_UNKNOWN'
    if (line.units - line.freed <= keep) return 'repeat'
    if (openOf(line) === 0) return 'RESERVATION_CLOSED'
    if (leftOf(line) > keep) return 'QUANTITY_EXCEEDED'
    line.freed = line.units - keep
    return closeIfDone(line)
  }
  const leave = ({ reservationId, shipmentId, quantity }: Of<'IssueStock'>): Verdict => {
    const line = find(reservationId) ?? closedOnes().items.find(({ id }) => id === reservationId)
    if (line === undefined) return 'RESERVATION_UNKNOWN'
    const left = line.left.get(shipmentId)
    if (left !== undefined) return left === quantity ? 'repeat' : 'DOCUMENT_DIFFERS'
    if (openOf(line) === 0) return 'RESERVATION_CLOSED'
    if (quantity > openOf(line)) return 'QUANTITY_EXCEEDED'
    if (quantity > onHand()) return 'INSUFFICIENT_STOCK'
    line.left.set(shipmentId, quantity)
    happens('out', quantity)
    return closeIfDone(line)
  }
  const settle = (number: string, data: Of<'ReceiveTransfer'>, arrived: boolean): Verdict =>
    paper(number, data.askedAt, `${data.transferId} ${data.quantity}`, () => {
      const transfer = transfers.find(({ id, units, settled }) => id === data.transferId && settled < units)
      if (transfer === undefined) return 'TRANSFER_UNKNOWN'
      if (data.quantity > transfer.units - transfer.settled) return 'QUANTITY_EXCEEDED'
      transfer.settled += data.quantity
      return arrived ? happens('in', data.quantity) : 'happens'
    })
  const decided = (last: { at: number; says: string } | undefined, at: number, says: string, then: () => void): Verdict => {
    if (last !== undefined && at < last.at) return 'COMMAND_TOO_OLD'
    if (last !== undefined && at === last.at) return says === last.says ? 'repeat' : 'COMMAND_DIFFERS'
    then()
    return 'happens'
  }

  const judge = ({ type, data }: StockCommand): Verdict => {
    switch (type) {
      case 'ReceiveStock':
        return paper(`StockReceived ${data.documentId}`, data.askedAt, `${data.quantity}`, () => happens('in', data.quantity))
      case 'ReturnStock':
        return paper(`StockReturned ${data.documentId}`, data.askedAt, [data.quantity, data.condition, data.orderId].join(), () =>
          put(data.condition, data.quantity),
        )
      case 'AdjustStock':
        return paper(`StockAdjusted ${data.documentId}`, data.askedAt, `${data.difference}`, () =>
          data.difference < 0 && onHand() + data.difference < reserved() ? 'STOCK_BELOW_RESERVED' : happens('in', data.difference),
        )
      case 'CountStock':
        return paper(`StockCounted ${data.documentId}`, data.askedAt, `${data.counted}`, () => happens('in', data.counted - onHand()))
      case 'DamageStock':
        return paper(`StockDamaged ${data.documentId}`, data.askedAt, `${data.quantity}`, () =>
          data.quantity > onHand() ? 'INSUFFICIENT_STOCK' : happens('broken', data.quantity) && put('damaged', data.quantity),
        )
      case 'ScrapStock':
        return paper(`StockScrapped ${data.documentId}`, data.askedAt, `${data.quantity} ${data.condition ?? 'damaged'}`, () =>
          data.quantity > inPile(data.condition ?? 'damaged') ? 'INSUFFICIENT_STOCK' : put(data.condition ?? 'damaged', -data.quantity),
        )
      case 'GradeStock':
        if (data.was === data.condition) return 'BAD_REQUEST'
        return paper(`StockGraded ${data.documentId}`, data.askedAt, [data.quantity, data.was, data.condition].join(), () =>
          data.quantity > inPile(data.was) ? 'INSUFFICIENT_STOCK' : put(data.was, -data.quantity) && put(data.condition, data.quantity),
        )
      case 'DispatchTransfer':
        return paper(`TransferDispatched ${data.transferId}`, data.askedAt, `${data.to} ${data.quantity}`, () => {
          if (data.to === data.location) return 'BAD_REQUEST'
          return onHand() - data.quantity < reserved() ? 'STOCK_BELOW_RESERVED' : happens('out', data.quantity)
        })
      case 'ExpectTransfer': {
        const onTheWay = transfers.find(({ id, units, settled }) => id === data.transferId && settled < units)
        if (onTheWay !== undefined) return onTheWay.from === data.from && onTheWay.units === data.quantity ? 'repeat' : 'DOCUMENT_DIFFERS'
        return paper(`TransferExpected ${data.transferId}`, data.askedAt, `${data.from} ${data.quantity}`, () => {
          transfers.push({ id: data.transferId, from: data.from, units: data.quantity, settled: 0 })
          return 'happens'
        })
      }
      case 'ReceiveTransfer':
        return settle(`TransferReceived ${data.documentId}`, data, true)
      case 'LoseTransfer':
        return settle(`TransferLost ${data.documentId}`, data, false)
      case 'ReserveStock':
        return reserve(data)
      case 'ReleaseReservation':
        return free(data)
      case 'IssueStock':
        return leave(data)
      case 'SetSafetyStock': {
        const last = lastOf(safeties)
        return decided(last && { at: last.at, says: `${last.units}` }, data.setAt, `${data.safetyStock}`, () =>
          safeties.push({ units: data.safetyStock, at: data.setAt }),
        )
      }
      case 'SetChannelQuota': {
        const last = quotaOf(data.channel)
        return decided(last && { at: last.at, says: `${last.units} ${last.kind}` }, data.setAt, `${data.quota} ${data.kind}`, () =>
          quotas.push({
            channel: data.channel,
            units: data.quota,
            kind: data.kind,
            at: data.setAt,
            leftBefore: total(ofChannel(data.channel), leftOf),
          }),
        )
      }
    }
  }

  let sellableBefore: readonly number[] = kinds.map(() => 0)
  let promisable = 0
  const check = (stock: Stock, events: readonly StockEvent[]): void => {
    inFact += events.reduce((sum, event) => sum + gained(event), 0)
    equal([stock.onHand + stock.damaged + stock.refurbish + stock.scrap], [inFact], 'what is there is what came less what went')
    equal([stock.onHand, stock.damaged, stock.reserved], [onHand(), inPile('damaged'), reserved()], 'on hand, damaged, reserved')
    equal([stock.refurbish, stock.scrap], [inPile('refurbish'), inPile('scrap')], 'to be refurbished, scrap')
    law(Math.min(stock.onHand, stock.damaged, stock.refurbish, stock.scrap, stock.reserved) >= 0, 'nothing is negative')
    for (const { data } of events) {
      equal([data.availableToPromise.before], [promisable], 'an event begins with what the last left available')
      promisable = data.availableToPromise.after
    }
    equal([promisable], [Math.max(0, onHand() - reserved() - (lastOf(safeties)?.units ?? 0))], 'what the last event left available')
    kinds.forEach((channel, at) => {
      const promised = events.reduce(
        (sum, { type, data }) => sum + (type === 'StockReserved' && data.channel === channel ? data.quantity : 0),
        0,
      )
      law(promised === 0 || promised <= sellableBefore[at]!, 'no more is promised than was available')
    })
    for (const line of lines) law(line.freed + leftOf(line) <= line.units, 'each unit is freed or issued once')
    const open = lines.filter((line) => openOf(line) > 0)
    equal([...stock.open.keys()].sort(), open.map(({ id }) => id).sort(), 'open reservations')
    sellableBefore = kinds.map((channel) => available(stock, channel))
    equal(sellableBefore, kinds.map(toSell), 'available')
  }
  return { judge, check }
}

/** The law, from the events alone: received + transferred in + returned - issued - transferred out - scrapped ± adjusted ± count differences. */
function gained({ type, data }: StockEvent): number {
  if (type === 'StockReceived' || type === 'TransferReceived' || type === 'StockReturned') return data.quantity
  if (type === 'StockIssued' || type === 'TransferDispatched' || type === 'StockScrapped') return -data.quantity
  return type === 'StockAdjusted' || type === 'StockCounted' ? data.difference : 0
}
