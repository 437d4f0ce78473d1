import type { Catalogue } from '../commands/catalogue/port.ts'
import type { CommandBus } from '../commands/command-bus.ts'
import type { Exceptions } from '../commands/intake/exceptions.ts'
import type { Intake } from '../commands/intake/intake.ts'
import type { HashKeys } from '../commands/personal/keyed-hash.ts'
import type { PeopleSearch } from '../commands/personal/people-search.ts'
import type { Reveal } from '../commands/personal/reveal.ts'
import type { Policies } from '../commands/policies/port.ts'
import type { Clock } from '../commands/ports/clock.ts'
import type { Randomness } from '../commands/ports/randomness.ts'
import type { DeliveryOffers } from '../commands/services/delivery-offers.ts'
import type { TraceDoors } from '../commands/traces/doors.ts'
import type { WmsIntake } from '../commands/wms/intake.ts'
import type { ProjectionRunner } from '../projections/runner/runner.ts'
import type { DocumentStore } from '../stores/documents/port.ts'
import type { EventStore } from '../stores/events/port.ts'
import type { KeyStore } from '../stores/keys/port.ts'
import type { Ownership } from '../stores/leases/port.ts'
import type { ApiLimits } from './limits.ts'

/** What the API asks of a ledger; the one `compose/ledger.ts` opens has it. */
export interface LedgerServices {
  readonly settings: { readonly clock: Clock; readonly randomness: Randomness }
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly kept: DocumentStore
  readonly keys: KeyStore
  readonly hashKeys: HashKeys
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly policies: Policies
  readonly reveal: Reveal
  readonly searchPeople: PeopleSearch
  readonly intake: Intake
  readonly exceptions: Exceptions
  readonly traces: TraceDoors
  readonly deliveryOffers: DeliveryOffers
  readonly wms: WmsIntake
  readonly readModels: ProjectionRunner
  readonly processes: readonly { readonly name: string }[]
  readonly ownership: Ownership
}

/** How busy the processes are. */
export interface ProcessActivity {
  readonly active: number
  /** Null while none of them runs here. */
  readonly position: bigint | null
  /** Rejects when they cannot go on. */
  readonly ended: Promise<void>
}

export interface ApiOptions {
  readonly ledger: LedgerServices
  /** Null where another process runs them. */
  readonly processes: ProcessActivity | null
  /** For a process that takes no orders in: health, metrics, status, and what admins do about read models. */
  readonly onlyOperation?: boolean
  /** Where a past stock map is built, and dropped again. */
  readonly scratch: () => Promise<DocumentStore>
  /** Copies events and keys into a new folder of this machine. */
  readonly backUp: (target: string) => Promise<object>
  /** Folder of the built page; null when there is none. */
  readonly page: string | null
  /** Where logs go, one JSON object a line. */
  readonly log: { write(line: string): void }
  /** Default `info`: what failed, or was not let in. `debug` adds every answer. */
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warn'
  /** Answers that break the schema the documentation promises fail instead of leaving. For tests: it costs time. */
  readonly checkAnswers?: boolean
  readonly limits?: Partial<ApiLimits>
}
