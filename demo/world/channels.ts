import { stockParts } from '../goods.ts'
import type { Line, Parcel } from '../sale.ts'
import { laterMessagesOf } from '../story/messages.ts'
import type { Sequel, Telling } from '../story/told.ts'
import type { OrderLife, Outside, Partner } from './partner.ts'

/** Channels are told what left, learn what arrived, and say both in messages of their own, as each order's story has it. */
export function createChannels({ seed, agenda, doors, orders }: Outside, now: () => number): Partner {
  function tell({ story }: OrderLife, step: keyof Sequel, tellings: readonly Telling[]): void {
    for (const message of laterMessagesOf(story, step, tellings, seed))
      agenda.add({ at: message.at, about: message.about, run: () => doors.tell(message) })
  }

  function takeParcel(life: OrderLife, parcel: Parcel, units: readonly { readonly sku: string; readonly quantity: number }[]): void {
    life.parcels.push(parcel)
    for (const { sku, quantity } of units) life.awaited.set(sku, (life.awaited.get(sku) ?? 0) - quantity)
    if (life.left !== null || life.awaited.values().some((awaited) => awaited > 0)) return
    life.left = { at: Math.max(...life.parcels.map(({ leftAt }) => leftAt)), parcels: life.parcels }
    tell(life, 'left', life.story.sequel.left(life.left))
  }

  function arrive(life: OrderLife | null): void {
    if (life === null || life.hasArrived || life.left === null || !life.isDelivered || life.openInstallations.size > 0) return
    life.hasArrived = true
    tell(life, 'arrived', life.story.sequel.arrived(life.left, now()))
  }

  return {
    sees: {
      ShipmentDispatched({ orderId, shipmentId, waybill, dispatchedAt, lines }) {
        const life = orders.get(orderId)
        if (life === null || waybill === null) return
        takeParcel(life, { shipmentId, waybill, leftAt: dispatchedAt, lines: soldIn(life, lines) }, lines)
      },
      DeliveryReported({ orderId }) {
        const life = orders.get(orderId)
        if (life !== null) life.isDelivered = true
        arrive(life)
      },
      InstallationExpected({ orderId, installationId }) {
        orders.get(orderId)?.openInstallations.add(installationId)
      },
      InstallationEnded({ orderId, installationId }) {
        const life = orders.get(orderId)
        life?.openInstallations.delete(installationId)
        arrive(life)
      },
      ReturnInspected({ orderId }) {
        const life = orders.get(orderId)
        if (life !== null) tell(life, 'inspected', life.story.sequel.inspected(now()))
      },
      OrderCancelled({ orderId, reason }) {
        const life = orders.get(orderId)
        if (life !== null && reason === 'noStock') tell(life, 'givenUp', life.story.sequel.givenUp(now()))
      },
    },
  }
}

/** Lines of the sale that are in a parcel, by what it holds: the ledger may call them otherwise than the channel does. */
function soldIn({ story }: OrderLife, units: readonly { readonly sku: string; readonly quantity: number }[]): Parcel['lines'] {
  const held = new Map<string, number>()
  for (const { sku, quantity } of units) held.set(sku, (held.get(sku) ?? 0) + quantity)
  return story.sale.lines.flatMap((line: Line) => {
    const [part] = stockParts(line.sku)
    const quantity = Math.min(line.quantity, Math.ceil((held.get(part!.sku) ?? 0) / part!.quantity))
    if (quantity <= 0) return []
    held.set(part!.sku, held.get(part!.sku)! - quantity * part!.quantity)
    return [{ line, quantity }]
  })
}
