import { stockParts } from '../goods.ts'
import type { Fact, Grade } from '../message.ts'
import { warehouseFor } from '../places.ts'
import { randomFor } from '../random.ts'
import { hourMs, minuteMs, toSecond } from '../times.ts'
import type { OrderLife, Outside, Partner } from './partner.ts'

const grades: readonly (readonly [Grade, number])[] = [
  ['sellable', 6],
  ['refurbish', 2],
  ['scrap', 1],
  ['damaged', 1],
]

/** Who takes returns in at a warehouse: they come some days after they were sent, are looked at the next day, and are given a grade. */
export function createInspectors({ seed, agenda, doors, orders }: Outside, now: () => number): Partner {
  const expected = new Set<string>()

  function receive(life: OrderLife, afterSalesId: string, asked: readonly { readonly lineId: string; readonly quantity: number }[]): void {
    const { sale } = life.story
    const random = randomFor(seed, 'inspector', afterSalesId)
    const at = toSecond(now() + random.whole(20, 70) * hourMs)
    const lookedAt = at + random.whole(60, 20 * 60) * minuteMs
    const receipt = { afterSalesId, receiptId: `RC-${random.digits(8)}`, location: warehouseFor((sale.buyer?.place ?? sale.store!.place)!) }
    const units = asked.flatMap(({ lineId, quantity }) => {
      const line = sale.lines.find((each) => each.lineId === lineId)
      if (line === undefined) return []
      return stockParts(line.sku).map((part) => ({ lineId, sku: part.sku, quantity: part.quantity * quantity, serialNumbers: [] }))
    })
    const condition = random.weighted(grades)
    const pieces = units.reduce((sum, { quantity }) => sum + quantity, 0)
    const facts: readonly Fact[] = [{ is: 'return', units: pieces, condition }]
    const inspected = units.map((unit) => ({ ...unit, condition }))
    agenda.add({
      at,
      about: afterSalesId,
      run: () => doors.ask({ type: 'ReceiveReturn', data: { ...receipt, units, receivedAt: at } }, afterSalesId, at),
    })
    const inspecting = { type: 'InspectReturn', data: { ...receipt, units: inspected, inspectedAt: lookedAt } }
    agenda.add({ at: lookedAt, about: afterSalesId, run: () => doors.ask(inspecting, afterSalesId, lookedAt, facts) })
  }

  return {
    sees: {
      ReturnExpected({ afterSalesId, orderId, waybill, lines }) {
        const life = orders.get(orderId)
        if (life === null || waybill === null || expected.has(afterSalesId)) return
        expected.add(afterSalesId)
        receive(life, afterSalesId, lines)
      },
    },
  }
}
