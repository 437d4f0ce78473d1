import { afterEach, beforeEach, expect, test } from 'vitest'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { bury } from './testing/buried.ts'
import type { Begun } from './testing/child.ts'
import { clientOf } from './testing/client.ts'
import { openDocumentsProxy } from './testing/documents-proxy.ts'
import { documentsServer, documentsThrough, openRealLedger, type RealLedger } from './testing/real-ledger.ts'
import { createSelling, type Selling } from './testing/selling.ts'
import { expectDone, isAtRest } from './testing/sold.ts'

/**
 * A worker has two moments to die at for each change: before the store hears of it, and when the store did it and the worker has not heard so.
 * One moment in so many is looked at, from another one on in every run; KILL_STRIDE=1 looks at all of them and takes minutes.
 */
const stride = Number(process.env.KILL_STRIDE ?? 15)
const first = stride === 1 ? 1 : 1 + (Date.now() % stride)

const timeoutMs = 3_600_000 / Math.min(stride, 6)

const patience = { timeout: 60_000, interval: 250 }

withMongoDb('a worker that is killed at a change of the documents', (create) => {
  let ledger: RealLedger
  beforeEach(async () => {
    ledger = await openRealLedger(create())
  })
  afterEach(() => ledger.close())

  /** Runs a worker that dies at this change, counted from its start; null when it had done everything before. */
  async function dieAt(selling: Selling, at: number, when: 'before' | 'after'): Promise<string | null> {
    let worker: Begun | null = null
    const proxy = await openDocumentsProxy({
      target: documentsServer(ledger.environment),
      fateOf: (_, number) => (number === at ? `end-${when}` : 'pass'),
      onEnd: () => void worker?.kill(),
    })
    worker = ledger.beginWorker(documentsThrough(proxy.port, ledger.environment))
    const { isAlive } = worker
    await expect.poll(async () => !isAlive() || (proxy.changes().length > 0 && (await isAtRest(ledger, selling))), patience).toBe(true)
    const last = worker.isAlive() ? null : proxy.changes().at(-1)!
    await worker.kill()
    await proxy.close()
    await bury(ledger.documents, worker.pid)
    return last === null ? null : `${when} change ${at}, ${last.command} of ${last.collection}`
  }

  test(
    'whichever it is, and whether it was done or not, loses nothing and does nothing twice',
    async () => {
      const api = await ledger.startApi()
      const client = clientOf(api, api.told.key!)
      await client.define()
      const selling = createSelling()
      // Processes act on nothing that came before they were first deployed.
      const deploying = await ledger.startWorker()
      await expect.poll(() => isAtRest(ledger, selling), patience).toBe(true)
      await deploying.kill()
      await bury(ledger.documents, deploying.pid)

      const deaths: string[] = []
      for (let moment = first; ; moment += stride) {
        // Each time there is a unit and an order more than the worker before could know.
        await selling.receive(client, 1)
        await selling.sell(client)
        const death = await dieAt(selling, Math.ceil(moment / 2), moment % 2 === 1 ? 'before' : 'after')
        if (death === null) break
        deaths.push(death)
      }
      console.log(deaths.join('\n'))
      expect(deaths.length).toBeGreaterThan(3)
      await expectDone(ledger, client, selling, [await ledger.startWorker()])
    },
    timeoutMs,
  )
})
