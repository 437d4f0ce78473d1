import { afterEach, beforeEach, test } from 'vitest'
import type { Child } from '../../replay/cli/testing/child.ts'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { clientOf } from '../processes/testing/client.ts'
import { openRealLedger, type RealLedger } from '../processes/testing/real-ledger.ts'
import { channelSecrets, expectVisible, secret, tellThroughKills } from './killing.ts'
import { type Channels, startChannels } from './simulator.ts'

const kills = Number(process.env.KILLS ?? 3)

withMongoDb('workers that tell channels', (create) => {
  let channels: Channels
  let ledger: RealLedger
  beforeEach(async () => {
    channels = await startChannels(secret)
    ledger = await openRealLedger(create())
  })
  afterEach(async () => {
    await ledger.close()
    await channels.stop()
  })

  test(`are killed ${kills} times with -9: another goes on, channels show what the policy says, and hear nothing stale`, async () => {
    const api = await ledger.startApi()
    const startWorker = () => ledger.startWorker({ LEDGER_CHANNEL_SECRETS: channelSecrets })
    let worker: Child = await startWorker()
    const killable = {
      client: () => clientOf(api, api.told.key!),
      async killTelling(meanwhile: () => void) {
        await worker.kill()
        meanwhile()
        worker = await startWorker()
      },
    }
    await tellThroughKills(killable, channels, kills)
    await expectVisible(channels, ledger.events)
  })
})
