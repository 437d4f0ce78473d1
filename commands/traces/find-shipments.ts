import type { TracedShipment } from '../../domain/trace/trace.ts'
import type { FulfilmentDocument } from '../../projections/fulfilments/document.ts'
import { fulfilments } from '../../projections/fulfilments/fulfilments.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { ProjectionRunner } from '../../projections/runner/runner.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'

export interface FindingShipments {
  readonly events: Pick<EventStore, 'head'>
  /** Shows the read models. */
  readonly documents: DocumentStore
  readonly readModels: Pick<ProjectionRunner, 'waitFor'>
  /** How long the read model may take to come up to now. */
  readonly catchUpMs?: number
}

/** What left under a waybill. */
export type ShipmentFinder = {
  /** As far as the read model is. */
  soFar(waybill: string): Promise<readonly TracedShipment[]>
  /** Everything up to now. Throws when the read model does not come after in time: then it is asked again. */
  upToNow(waybill: string): Promise<readonly TracedShipment[]>
}

/** Parts of one order that share a parcel. */
const mostShipments = 100

export function createShipmentFinder({ events, documents, readModels, catchUpMs = 10_000 }: FindingShipments): ShipmentFinder {
  async function soFar(waybill: string): Promise<readonly TracedShipment[]> {
    const model = await openReadModel<FulfilmentDocument>(documents, fulfilments)
    const where = { waybills: waybill }
    const found = (await model?.collection.find({ where, sort: [{ field: 'id', direction: 'ascending' }], limit: mostShipments })) ?? []
    return found.flatMap(({ body }) =>
      (body?.shipments ?? [])
        .filter((shipment) => shipment.waybill === waybill)
        .map(({ shipmentId }) => ({ orderId: body!.orderId, fulfilmentId: body!.fulfilmentId, shipmentId })),
    )
  }
  return {
    soFar,
    async upToNow(waybill) {
      const head = await events.head()
      if (!(await readModels.waitFor(fulfilments.name, head, catchUpMs))) throw new Error(`read model ${fulfilments.name} is behind`)
      return soFar(waybill)
    },
  }
}
