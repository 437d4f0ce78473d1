import { z } from 'zod'
import type { ChannelSecrets } from '../commands/publishing/connections.ts'
import { channels } from '../domain/shared/fields.ts'
import { secretJson } from './secret-json.ts'
import { SettingError } from './setting-error.ts'
import type { Settings } from './settings.ts'

const credentials = z.strictObject({ secret: z.string().min(1).max(500), accessToken: z.string().max(2_000).default('') })
const secrets = z.partialRecord(z.enum(channels), z.record(z.string().min(1).max(200), credentials))

/** What each shop's channel is spoken to with: a setting, so that no secret comes into the log. */
export function channelSecretsOf({ environment }: Pick<Settings, 'environment'>): ChannelSecrets {
  const text = environment.LEDGER_CHANNEL_SECRETS?.trim() ?? ''
  if (text === '') return new Map()
  const read = secrets.safeParse(secretJson(text))
  if (!read.success)
    throw new SettingError(
      'LEDGER_CHANNEL_SECRETS is not understood: give a JSON object of channels, of each its shops, of each {"secret", "accessToken"}',
    )
  const given = Object.entries(read.data).map(([channel, shops]) => [channel, new Map(Object.entries(shops ?? {}))] as const)
  return new Map(given.filter(([, shops]) => shops.size > 0))
}
