import type { PushAnswer } from '../../connectors/port.ts'
import type { PushMessage } from '../../domain/publishing/messages.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { createPlaces } from '../outbound/places.ts'
import type { Clock } from '../ports/clock.ts'
import type { Connection } from './connections.ts'

/** The way to channels: so many messages on their way at once, to each shop and in all. */
export interface ChannelGateway {
  hasPlace(connection: Connection): boolean
  send(message: PushMessage, requestId: string, connection: Connection): Promise<PushAnswer>
}

/** A shop, where what waits for a place there is told apart from what waits elsewhere. */
export const shopKey = ({ channel, shop }: { readonly channel: Channel; readonly shop: string }): string => `push:${channel}.${shop}`

export function createChannelGateway(clock: Clock): ChannelGateway {
  const places = createPlaces()
  return {
    hasPlace: ({ settings }) => places.has(shopKey(settings), settings.mostInFlight),
    send: (message, requestId, { settings, sender, credentials }) =>
      places.keep(shopKey(settings), () => sender.send(message, requestId, settings, credentials, clock.now())),
  }
}
