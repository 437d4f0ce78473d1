import type { ChannelCredentials, ChannelSender } from '../../connectors/port.ts'
import type { ConnectionSettings } from '../../domain/policy/kinds/channel-connection.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import type { Policies } from '../policies/port.ts'

/** What each shop is spoken to with, by channel and shop. */
export type ChannelSecrets = ReadonlyMap<string, ReadonlyMap<string, ChannelCredentials>>

/** A shop that is told of its stock and orders. */
export interface Connection {
  readonly settings: ConnectionSettings
  readonly sender: ChannelSender
  readonly credentials: ChannelCredentials
  readonly policy: { readonly name: string; readonly version: number }
}

export interface Connections {
  /** Whether any shop may be told anything here: without a secret there is none. */
  readonly any: boolean
  /** Null where the shop is told nothing at that instant. */
  of(channel: Channel, shop: string, at: number): Promise<Connection | null>
}

export interface ConnectionsOptions {
  readonly policies: Policies
  readonly secrets: ChannelSecrets
  readonly senders: { readonly [Name in Channel]?: ChannelSender }
}

export const createConnections = ({ policies, secrets, senders }: ConnectionsOptions): Connections => ({
  any: secrets.size > 0,
  async of(channel, shop, at) {
    const credentials = secrets.get(channel)?.get(shop)
    const sender = senders[channel]
    if (credentials === undefined || sender === undefined) return null
    const { name, version, document } = await policies.inForce('channel-connection', at)
    const settings = document.shops.find((each) => each.channel === channel && each.shop === shop)
    return settings === undefined ? null : { settings, sender, credentials, policy: { name, version } }
  },
})
