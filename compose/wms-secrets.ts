import { z } from 'zod'
import type { WmsSecrets } from '../commands/wms/options.ts'
import { secretJson } from './secret-json.ts'
import { SettingError } from './setting-error.ts'
import type { Settings } from './settings.ts'

const secrets = z.record(z.string().min(1).max(200), z.string().min(1).max(500))

/** What each warehouse management system signs with: a setting, so that no secret comes into the log. */
export function wmsSecretsOf({ environment }: Pick<Settings, 'environment'>): WmsSecrets {
  const text = environment.LEDGER_WMS_SECRETS?.trim() ?? ''
  if (text === '') return new Map()
  const read = secrets.safeParse(secretJson(text))
  if (!read.success) throw new SettingError('LEDGER_WMS_SECRETS is not understood: give a JSON object of locations and their secrets')
  return new Map(Object.entries(read.data))
}
