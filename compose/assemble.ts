import { createAuditor } from '../commands/audit/auditor.ts'
import { createMarker } from '../commands/audit/marker.ts'
import { createCommandBus } from '../commands/bus/create-command-bus.ts'
import { busCatalogue } from '../commands/catalogue/bus-catalogue.ts'
import { createLocationDirectory, directoryObserver } from '../commands/catalogue/location-directory.ts'
import type { Catalogue } from '../commands/catalogue/port.ts'
import type { CommandBus } from '../commands/command-bus.ts'
import { allExceptions } from '../commands/intake/all-exceptions.ts'
import { createExceptions, type Exceptions } from '../commands/intake/exceptions.ts'
import { createIntake, type Intake } from '../commands/intake/intake.ts'
import { createPeopleSearch, type PeopleSearch } from '../commands/personal/people-search.ts'
import { createReveal, type Reveal } from '../commands/personal/reveal.ts'
import { createSealer, type Sealer } from '../commands/personal/sealer.ts'
import { busPolicies } from '../commands/policies/bus-policies.ts'
import type { Policies } from '../commands/policies/port.ts'
import type { Process } from '../commands/processes/process.ts'
import type { Observer } from '../commands/processes/runtime/triggers.ts'
import { createConnections } from '../commands/publishing/connections.ts'
import { createPushExceptions } from '../commands/publishing/exceptions.ts'
import { createChannelGateway } from '../commands/publishing/gateway.ts'
import { createListingDirectory } from '../commands/publishing/listing-directory.ts'
import { createPartStockFinder } from '../commands/publishing/part-stock.ts'
import { type CoverageDirectory, createCoverageDirectory } from '../commands/services/coverage-directory.ts'
import { createDeliveryOffers, type DeliveryOffers } from '../commands/services/delivery-offers.ts'
import { createDocumentSnapshots } from '../commands/snapshots/document-snapshots.ts'
import { createSourcer } from '../commands/sourcing/sourcer.ts'
import { createTraceDoors, type TraceDoors } from '../commands/traces/doors.ts'
import { createShipmentFinder } from '../commands/traces/find-shipments.ts'
import { createTraceIntake } from '../commands/traces/intake.ts'
import { createUnreadableTraces } from '../commands/traces/unreadable.ts'
import { createWmsExceptions } from '../commands/wms/exceptions.ts'
import { createWmsGateway } from '../commands/wms/gateway.ts'
import { createWmsIntake, type WmsIntake } from '../commands/wms/intake.ts'
import type { WmsOptions } from '../commands/wms/options.ts'
import { connectors } from '../connectors/index.ts'
import { senders } from '../connectors/outbound.ts'
import { traceConnectors } from '../connectors/tms/index.ts'
import { qimen } from '../connectors/wms/qimen.ts'
import { aggregates } from '../domain/aggregates.ts'
import type { ProjectionRunner } from '../projections/runner/runner.ts'
import type { DocumentStore } from '../stores/documents/port.ts'
import type { deriveSubKeys } from '../stores/keys/sub-keys.ts'
import type { Ownership } from '../stores/leases/port.ts'
import { channelSecretsOf } from './channel-secrets.ts'
import type { Opened } from './open-all.ts'
import { processesOf } from './processes.ts'
import type { Settings } from './settings.ts'
import type { Stores } from './stores.ts'
import { wmsSecretsOf } from './wms-secrets.ts'

export interface Ledger extends Stores {
  /** Shows the read models; only read. */
  readonly documents: DocumentStore
  /** What the ledger keeps for itself beside them. */
  readonly kept: DocumentStore
  readonly settings: Settings
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly policies: Policies
  readonly coverage: CoverageDirectory
  readonly sealer: Sealer
  readonly reveal: Reveal
  readonly searchPeople: PeopleSearch
  readonly hashKeys: ReturnType<typeof deriveSubKeys>
  readonly intake: Intake
  readonly exceptions: Exceptions
  readonly traces: TraceDoors
  readonly deliveryOffers: DeliveryOffers
  /** Takes in what warehouse management systems say. */
  readonly wms: WmsIntake
  readonly readModels: ProjectionRunner
  /** Which read models and processes this process works on. */
  readonly ownership: Ownership
  /** Not started: `runProcesses` and the demo run them, each in its own way. */
  readonly processes: readonly Process[]
  readonly observers: readonly Observer[]
}

export interface Parts {
  readonly settings: Settings
  readonly stores: Stores
  /** What read models are looked at through, where that is another store than they are written to. */
  readonly shown: DocumentStore
  readonly ownership: Ownership
  readonly readModels: ProjectionRunner
  readonly hashKeys: ReturnType<typeof deriveSubKeys>
  /** Whether other processes may append events. */
  readonly sharedStore: boolean
  readonly opened: Opened
  readonly close: () => Promise<void>
}

/** A ledger over stores and read models that are open. */
export async function assemble({
  settings,
  stores,
  shown,
  ownership,
  readModels,
  hashKeys,
  sharedStore,
  opened,
  close,
}: Parts): Promise<Ledger> {
  const { clock } = settings
  const { events, documents, keys: keyStore } = stores
  const snapshots = await createDocumentSnapshots(documents)
  // Last, so that it is the first to close: what was asked is answered while everything else is still there.
  const bus = opened(createCommandBus({ store: events, aggregates, sharedStore, snapshots }))
  const locations = createLocationDirectory()
  const catalogue = busCatalogue(bus, locations)
  const policies = busPolicies(bus)
  const coverage = createCoverageDirectory()
  const sourcer = createSourcer({ events, bus, catalogue, policies, coverage, clock })
  const auditor = createAuditor({ events, documents: shown, catalogue, policies, clock })
  const sealer = createSealer({ keyStore, hashKeys })
  const markOrder = createMarker({ policies, clock })
  const taking = { bus, clock, sealer, catalogue, markOrder, connectors, unpaidTimeoutMs: settings.unpaidTimeoutMs }
  const intake = createIntake(taking)
  const { shipmentsKnownWithinMs: catchUpMs } = settings
  const shipments = createShipmentFinder({ events, documents: shown, readModels, ...(catchUpMs === undefined ? {} : { catchUpMs }) })
  const reveal = createReveal(keyStore)
  const warehouses: WmsOptions = {
    bus,
    events,
    catalogue,
    policies,
    clock,
    sealer,
    keyStore,
    connector: qimen,
    secrets: wmsSecretsOf(settings),
  }
  const wms = createWmsIntake(warehouses)
  const gateway = createWmsGateway({ ...warehouses, exchange: settings.wmsExchange })
  const connections = createConnections({ policies, secrets: channelSecretsOf(settings), senders })
  const directory = createListingDirectory()
  const partStock = createPartStockFinder({ events, documents: shown, readModels, catalogue, directory })
  const ofWarehouses = createWmsExceptions(warehouses)
  return {
    ...stores,
    documents: shown,
    kept: documents,
    settings,
    bus,
    catalogue,
    policies,
    coverage,
    sealer,
    hashKeys,
    reveal,
    searchPeople: createPeopleSearch({ keyStore, hashKeys }),
    intake,
    wms,
    exceptions: allExceptions(createExceptions({ ...taking, keyStore }), ofWarehouses, createPushExceptions(bus)),
    traces: createTraceDoors(
      createTraceIntake({ bus, clock, sealer, shipments }),
      createUnreadableTraces({ bus, events, keyStore, connectors: traceConnectors }),
      traceConnectors,
      settings.traceSecrets,
    ),
    deliveryOffers: createDeliveryOffers({ bus, catalogue, policies, coverage, clock }),
    readModels,
    ownership,
    processes: processesOf(settings, {
      ...{ bus, events, documents: shown, catalogue, coverage, policies, auditor, sourcer, shipments },
      reporters: traceConnectors.map(({ reporter }) => reporter),
      intake: { ...taking, intake, keyStore },
      warehouse: { ...warehouses, reveal, gateway },
      wmsIntake: { ...warehouses, intake: wms },
      publishing: { bus, events, policies, clock, connections, directory, partStock, gateway: createChannelGateway(clock) },
    }),
    observers: [
      directoryObserver(locations),
      { types: ['CoverageSet'], see: (event) => event.type === 'CoverageSet' && coverage.set(event.data, event.position) },
      ...(connections.any ? [directory.observer] : []),
    ],
    close,
  }
}
