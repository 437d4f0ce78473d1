import type { WmsConnector } from '../../connectors/port.ts'
import type { WmsSettings } from '../../domain/policy/kinds/wms.ts'
import type { WmsAnswer, WmsDocument } from '../../domain/wms/canonical.ts'
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
  /** To all systems together: whoever waits for an answer keeps one of the places in which processes run. */
  readonly mostInFlight?: number
}

export function createWmsGateway({ connector, secrets, clock, mostInFlight = 64 }: WmsGatewayOptions): WmsGateway {
  const inFlight = new Map<string, number>()
  let all = 0
  const change = (location: string, by: 1 | -1) => {
    all += by
    inFlight.set(location, (inFlight.get(location) ?? 0) + by)
  }
  return {
    hasPlace: ({ location, mostInFlight: most }) => all < mostInFlight && (inFlight.get(location) ?? 0) < most,
    async send(document, settings) {
      const secret = secrets.get(settings.location)
      if (secret === undefined) return { outcome: 'unreached', code: 'NO_SECRET' }
      change(settings.location, 1)
      try {
        return await connector.send(document, settings, secret, clock.now())
      } finally {
        change(settings.location, -1)
      }
    },
  }
}
