import { type InstallationDocument, installations } from '../../../projections/installations/installations.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import type { DocumentStore } from '../../../stores/documents/port.ts'
import type { OpenInstallation } from './consequences.ts'

const mostOfOrder = 1_000

/** Work cards of an order that are not done, as far as the read model has come; none while it is being built for the first time. */
export const openInstallationsIn =
  (documents: DocumentStore) =>
  async (orderId: string): Promise<readonly OpenInstallation[]> => {
    const model = await openReadModel<InstallationDocument>(documents, installations)
    const found = (await model?.collection.find({ where: { orderId }, limit: mostOfOrder })) ?? []
    return found.flatMap(({ body }) => (body?.open ? [{ installationId: body.installationId, lines: body.lines }] : []))
  }
