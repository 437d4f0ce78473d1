import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensurePage } from '../../api/ensure-page.ts'
import { openLedger } from '../../compose/ledger.ts'
import { defaultSettings } from '../../compose/settings.ts'
import { begin, type Child } from '../../replay/cli/testing/child.ts'
import { clientOf } from '../processes/testing/client.ts'
import { channelSecrets, expectVisible, secret, tellThroughKills } from './killing.ts'
import { type Channels, startChannels } from './simulator.ts'

const kills = Number(process.env.KILLS ?? 6)

let channels: Channels
let home: string
let server: Child
beforeEach(async () => {
  await ensurePage(() => undefined)
  channels = await startChannels(secret)
  home = mkdtempSync(join(tmpdir(), 'ledger-publishing-kill-'))
})
afterEach(async () => {
  if (server.isAlive()) await server.kill()
  await channels.stop()
  rmSync(home, { recursive: true })
})

test(`a server killed ${kills} times while it tells channels: they show what the policy says, know every status, and hear nothing stale`, async () => {
  const environment = { LEDGER_EVENTS: `embedded:${join(home, 'ledger')}`, LEDGER_CHANNEL_SECRETS: channelSecrets }
  server = await begin('server', environment).answering()
  const key = server.told.key!
  const killable = {
    client: () => clientOf(server, key),
    async killTelling(meanwhile: () => void) {
      await server.kill()
      meanwhile()
      server = await begin('server', environment).answering()
    },
  }
  await tellThroughKills(killable, channels, kills)
  expect(await server.stop()).toBe(0)
  const ledger = await openLedger(defaultSettings({ LEDGER_EVENTS: environment.LEDGER_EVENTS }))
  await expectVisible(channels, ledger.events)
  await ledger.close()
})
