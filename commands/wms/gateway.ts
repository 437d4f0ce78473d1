import type { Exchange, WmsConnector } from '../../connectors/port.ts'
import type { WmsSettings } from '../../domain/policy/kinds/wms.ts'
import type { WmsAnswer, WmsDocument } from '../../domain/wms/canonical.ts'
import { createPlaces } from '../outbound/places.ts'
import type { Clock } from '../ports/clock.ts'
import type { WmsSecrets } from './options.ts'

/** The way to warehouse management systems: so many messages on their way at once, to each of them and in all. */
export interface WmsGateway {
  /** Whether one more may be sent there now. */
  hasPlace(settings: WmsSettings): boolean
  send(document: WmsDocument, settings: WmsSettings): Promise<WmsAnswer>
}

export interface WmsGatewayOptions {
  readonly connector: Pick<WmsConnector, 'send'>
  readonly secrets: WmsSecrets
  readonly clock: Clock
  /** How warehouse systems are reached where no network is in between: then nobody waits for a place. */
  readonly exchange?: Exchange | undefined
}

export function createWmsGateway({ connector, secrets, clock, exchange }: WmsGatewayOptions): WmsGateway {
  const places = createPlaces()
  return {
    hasPlace: ({ location, mostInFlight }) => exchange !== undefined || places.has(location, mostInFlight),
    async send(document, settings) {
      const secret = secrets.get(settings.location)
      if (secret === undefined) return { outcome: 'unreached', code: 'NO_SECRET' }
      return places.keep(settings.location, () => connector.send(document, settings, secret, clock.now(), exchange))
    },
  }
}
