import { createCommandBus } from '../commands/bus/create-command-bus.ts'
import { busCatalogue } from '../commands/catalogue/bus-catalogue.ts'
import { createLocationDirectory } from '../commands/catalogue/location-directory.ts'
import type { Catalogue } from '../commands/catalogue/port.ts'
import type { CommandBus } from '../commands/command-bus.ts'
import { createExceptions, type Exceptions } from '../commands/intake/exceptions.ts'
import { createIntake, type Intake } from '../commands/intake/intake.ts'
import { createPeopleSearch, type PeopleSearch } from '../commands/personal/people-search.ts'
import { createReveal, type Reveal } from '../commands/personal/reveal.ts'
import { createSealer, type Sealer } from '../commands/personal/sealer.ts'
import { afterSalesProcess } from '../commands/processes/after-sales/after-sales.ts'
import { intakeProcess } from '../commands/processes/intake/intake.ts'
import { orderProcess } from '../commands/processes/order/order.ts'
import type { Process } from '../commands/processes/process.ts'
import type { Observer } from '../commands/processes/runtime/triggers.ts'
import { shipmentProcess } from '../commands/processes/shipment/shipment.ts'
import { transferProcess } from '../commands/processes/transfer/transfer.ts'
import { createDocumentSnapshots } from '../commands/snapshots/document-snapshots.ts'
import { connectors } from '../connectors/index.ts'
import { aggregates } from '../domain/aggregates.ts'
import type { ProjectionRunner } from '../projections/runner/runner.ts'
import type { DocumentStore } from '../stores/documents/port.ts'
import { deriveSubKeys } from '../stores/keys/sub-keys.ts'
import { forgetAgain } from './backup.ts'
import { masterKeyOf } from './keys.ts'
import { openAll } from './open-all.ts'
import { openReadModels } from './read-models.ts'
import { isLogShared, type Settings } from './settings.ts'
import { openForWriting, type Stores } from './stores.ts'

export interface Ledger extends Stores {
  /** Shows the read models; only read. */
  readonly documents: DocumentStore
  /** What the ledger keeps for itself beside them. */
  readonly kept: DocumentStore
  readonly settings: Settings
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly sealer: Sealer
  readonly reveal: Reveal
  readonly searchPeople: PeopleSearch
  readonly hashKeys: ReturnType<typeof deriveSubKeys>
  readonly intake: Intake
  readonly exceptions: Exceptions
  readonly readModels: ProjectionRunner
  /** Not started: `runProcesses` and the demo run them, each in its own way. */
  readonly processes: readonly Process[]
  readonly observers: readonly Observer[]
}

/** Opens a ledger for writing with everything but processes running. Throws when another process writes it. */
export const openLedger = (settings: Settings): Promise<Ledger> =>
  openAll(async (opened, close) => {
    const { clock, say } = settings
    const master = masterKeyOf(settings, { readOnly: false })
    if (master.isNew && master.warning !== null) say(master.warning)
    const stores = opened(await openForWriting(settings, master.key))
    const { events, documents, keys: keyStore } = stores
    await forgetAgain(settings, stores)
    const hashKeys = deriveSubKeys(master.key)
    const snapshots = await createDocumentSnapshots(documents)
    const { readModels, shown } = await openReadModels(settings, stores, opened)
    await readModels.start()
    // Last, so that it is the first to close: what was asked is answered while everything else is still there.
    const bus = opened(createCommandBus({ store: events, aggregates, sharedStore: isLogShared(settings), snapshots }))
    const locations = createLocationDirectory()
    const catalogue = busCatalogue(bus, locations)
    const sealer = createSealer({ keyStore, hashKeys })
    const taking = { bus, clock, sealer, catalogue, connectors, unpaidTimeoutMs: settings.unpaidTimeoutMs }
    const intake = createIntake(taking)
    return {
      ...stores,
      documents: shown,
      kept: documents,
      settings,
      bus,
      catalogue,
      sealer,
      hashKeys,
      reveal: createReveal(keyStore),
      searchPeople: createPeopleSearch({ keyStore, hashKeys }),
      intake,
      exceptions: createExceptions({ ...taking, keyStore }),
      readModels,
      processes: [...processesOf(settings, bus, catalogue), intakeProcess({ ...taking, intake, keyStore })],
      observers: [{ types: ['LocationDefined'], see: (event) => event.type === 'LocationDefined' && locations.define(event.data) }],
      close,
    }
  })

function processesOf({ clock, backorderForMs, orphanedAfterMs }: Settings, bus: CommandBus, catalogue: Catalogue): readonly Process[] {
  return [
    orderProcess({ bus, catalogue, clock, backorderForMs }),
    shipmentProcess({ bus, clock, unmatchedAfterMs: orphanedAfterMs }),
    afterSalesProcess({ bus, catalogue, clock, orphanedAfterMs }),
    transferProcess(clock),
  ]
}
