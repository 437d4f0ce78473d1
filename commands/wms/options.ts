import type { WmsConnector } from '../../connectors/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { KeyStore } from '../../stores/keys/port.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Sealer } from '../personal/sealer.ts'
import type { Policies } from '../policies/port.ts'
import type { Clock } from '../ports/clock.ts'

/** What each warehouse management system signs with, by location. */
export type WmsSecrets = ReadonlyMap<string, string>

export interface WmsOptions {
  readonly bus: CommandBus
  readonly events: Pick<EventStore, 'readStream'>
  readonly catalogue: Catalogue
  readonly policies: Policies
  readonly clock: Clock
  readonly sealer: Sealer
  readonly keyStore: KeyStore
  readonly connector: WmsConnector
  readonly secrets: WmsSecrets
}
