import { afterSalesAggregate } from '../../domain/after-sales/after-sales.ts'
import { decode } from '../../domain/codec.ts'
import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import { orderAggregate } from '../../domain/order/order.ts'
import { orderKey, stockKey, streamKey, streamName } from '../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import { appOrder, minuteMs, openSpine, start } from './harness.ts'

export const iso = (instant: number): string => new Date(instant).toISOString()
export const caseId = orderKey('app', 's1', 'r1')
export const orderId = orderKey('app', 's1', '1')

/** A ledger in which buyers change their minds: what its channel says, what carriers and warehouses do, and how things then stand. */
export async function openAfterSalesWorld() {
  const spine = await openSpine()
  const { bus, events } = spine.ledger
  let said = 0

  const sent = async (payload: object) => {
    const result = await spine.send(payload)
    await spine.drain()
    return result
  }
  const asked = async (type: string, data: object) => {
    const answer = await spine.ask(type, data)
    await spine.drain()
    return answer
  }

  return {
    ...spine,
    sent,
    asked,
    /** The channel tells of the case: each time newer. */
    refund: (
      kind: string,
      status: string,
      more: { refundFen?: number; lines?: object[]; refundId?: string; [field: string]: unknown } = {},
    ) => {
      const { refundFen = 100_000, refundId = 'r1', lines = [{ lineId: '1', quantity: 1 }], ...rest } = more
      said += 1
      const at = iso(start + 60 * minuteMs + said * 1_000)
      return sent({
        ...{ type: 'afterSale', shop: 's1', orderId: '1', refundId, kind, status, goodsFen: refundFen, refundFen, freightFen: 0 },
        ...{ modifiedAt: at, requestedAt: iso(start), paidAt: status === 'paid' ? at : null, lines, ...rest },
      })
    },
    publish: async (document: object) => {
      const now = spine.clock.now()
      const data = { name: 'after-sales', kind: 'after-sales', document, note: 'n', effectiveFrom: now, publishedAt: now }
      const answer = await asked('PublishPolicy', data)
      if (!answer.accepted) throw new Error(JSON.stringify(answer))
    },
    /** A paid order of one unit each; all of it leaves in one parcel. */
    shipped: async (order: object = appOrder('1'), fulfilmentId = `${orderId}.1@HZ`, serialNumbers: readonly string[] = []) => {
      await sent(order)
      const work = (await bus.look(fulfilmentAggregate, fulfilmentId))!
      const lines = [...work.lines.values()].map(({ requested: { lineId, sku, reservationId, quantity } }) => {
        return { lineId, sku, reservationId, quantity, serialNumbers: sku === 'fridge' ? serialNumbers : [] }
      })
      const dispatched = { fulfilmentId, shipmentId: 'W1', carrier: 'SF', waybill: 'W1', dispatchedAt: spine.clock.now(), lines }
      return asked('DispatchShipment', dispatched)
    },
    back: async (condition: string, what: { sku?: string; lineId?: string; receiptId?: string; serialNumbers?: string[] } = {}) => {
      const { sku = 'fridge', lineId = '1', receiptId = 'b1', serialNumbers = [] } = what
      const unit = { lineId, sku, quantity: 1, serialNumbers }
      const receipt = { afterSalesId: caseId, receiptId, location: 'HZ' }
      await asked('ReceiveReturn', { ...receipt, units: [unit], receivedAt: spine.clock.now() })
      return asked('InspectReturn', { ...receipt, units: [{ ...unit, condition, defect: 'looked at' }], inspectedAt: spine.clock.now() })
    },
    afterSales: async (id = caseId) => (await bus.look(afterSalesAggregate, id))!,
    order: async (id = orderId) => (await bus.look(orderAggregate, id))!,
    work: (id: string) => bus.look(fulfilmentAggregate, id),
    unit: (serialNumber: string) => events.readStream(streamName('serial', streamKey(['Snow', serialNumber]))),
    told: (id = caseId) => spine.eventsOf(streamName('aftersales', id)),
    process: (name: string, id: string) => spine.eventsOf(streamName('process', `${name}.${id}`)),
    dataOf: async (stream: string, type: string) => {
      const found: Record<string, unknown>[] = []
      for await (const page of events.readStream(stream))
        for (const event of page) if (event.type === type) found.push(decode(event).data as Record<string, unknown>)
      return found
    },
    counts: async (sku = 'fridge', location = 'HZ') => {
      const { onHand, reserved, damaged, refurbish, scrap } = (await bus.look(stockAggregate, stockKey(sku, location)))!
      return { onHand, reserved, damaged, refurbish, scrap }
    },
  }
}
