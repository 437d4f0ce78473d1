import type { ChannelConnector } from '../../connectors/port.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import type { Marker } from '../audit/marker.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Sealer } from '../personal/sealer.ts'
import type { Clock } from '../ports/clock.ts'

export interface IntakeOptions {
  readonly bus: CommandBus
  readonly clock: Clock
  readonly sealer: Sealer
  readonly catalogue: Catalogue
  readonly markOrder: Marker
  readonly connectors: Readonly<Record<Channel, ChannelConnector>>
  /** How long an unpaid order keeps its units where neither the channel nor the shop says so. */
  readonly unpaidTimeoutMs: number
}
