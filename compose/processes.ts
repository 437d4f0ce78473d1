import type { Auditor } from '../commands/audit/auditor.ts'
import type { Catalogue } from '../commands/catalogue/port.ts'
import type { CommandBus } from '../commands/command-bus.ts'
import type { Policies } from '../commands/policies/port.ts'
import { afterSalesProcess } from '../commands/processes/after-sales/after-sales.ts'
import { consequencesProcess } from '../commands/processes/consequences/consequences.ts'
import { openInstallationsIn } from '../commands/processes/consequences/open-installations.ts'
import { installationProcess } from '../commands/processes/installation/installation.ts'
import { intakeProcess } from '../commands/processes/intake/intake.ts'
import { mergingProcess } from '../commands/processes/merging/merging.ts'
import { orderProcess } from '../commands/processes/order/order.ts'
import type { Process } from '../commands/processes/process.ts'
import { type StatusPushOptions, statusPushProcess } from '../commands/processes/publishing/status-push.ts'
import { type StockPushOptions, stockPushProcess } from '../commands/processes/publishing/stock-push.ts'
import { shipmentProcess } from '../commands/processes/shipment/shipment.ts'
import { slotProcess } from '../commands/processes/slot/slot.ts'
import { trackingProcess } from '../commands/processes/tracking/tracking.ts'
import { transferProcess } from '../commands/processes/transfer/transfer.ts'
import { warehouseProcess } from '../commands/processes/warehouse/warehouse.ts'
import { warehouseReturnsProcess } from '../commands/processes/warehouse-returns/warehouse-returns.ts'
import { wmsIntakeProcess } from '../commands/processes/wms-intake/wms-intake.ts'
import type { CoverageDirectory } from '../commands/services/coverage-directory.ts'
import type { Sourcer } from '../commands/sourcing/sourcer.ts'
import type { ShipmentFinder } from '../commands/traces/find-shipments.ts'
import type { DocumentStore } from '../stores/documents/port.ts'
import type { EventStore } from '../stores/events/port.ts'
import type { Settings } from './settings.ts'

export interface ProcessParts {
  readonly bus: CommandBus
  readonly events: EventStore
  /** Where read models are read. */
  readonly documents: DocumentStore
  readonly catalogue: Catalogue
  readonly coverage: CoverageDirectory
  readonly policies: Policies
  readonly auditor: Auditor
  readonly sourcer: Sourcer
  readonly shipments: ShipmentFinder
  /** Who may report of parcels. */
  readonly reporters: readonly string[]
  readonly intake: Parameters<typeof intakeProcess>[0]
  readonly warehouse: Parameters<typeof warehouseProcess>[0]
  readonly wmsIntake: Parameters<typeof wmsIntakeProcess>[0]
  readonly publishing: StockPushOptions & StatusPushOptions
}

/** Every process there is; those that tell channels only where a channel may be told something. */
export function processesOf(
  { clock, backorderForMs, orphanedAfterMs, unmatchedTraceAfterMs }: Settings,
  {
    bus,
    events,
    documents,
    catalogue,
    coverage,
    policies,
    auditor,
    sourcer,
    shipments,
    reporters,
    intake,
    warehouse,
    wmsIntake,
    publishing,
  }: ProcessParts,
): readonly Process[] {
  return [
    orderProcess({ bus, catalogue, clock, auditor, policies, sourcer, backorderForMs }),
    shipmentProcess({ bus, clock, unmatchedAfterMs: orphanedAfterMs }),
    afterSalesProcess({ bus, events, catalogue, policies, clock, orphanedAfterMs }),
    consequencesProcess({ bus, policies, clock, openInstallations: openInstallationsIn(documents) }),
    mergingProcess({ bus, policies, clock }),
    transferProcess(clock),
    intakeProcess(intake),
    installationProcess({ bus, policies, coverage, clock }),
    slotProcess({ bus, policies, clock }),
    warehouseProcess(warehouse),
    warehouseReturnsProcess(warehouse),
    wmsIntakeProcess(wmsIntake),
    trackingProcess({ bus, clock, shipments, reporters, unmatchedAfterMs: unmatchedTraceAfterMs, orphanedAfterMs }),
    ...(publishing.connections.any ? [stockPushProcess(publishing), statusPushProcess(publishing)] : []),
  ]
}
