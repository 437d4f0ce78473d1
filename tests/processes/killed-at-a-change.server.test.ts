import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { appOrder } from '../spine/harness.ts'
import { bury } from './testing/buried.ts'
import type { Begun } from './testing/child.ts'
import { type Client, clientOf } from './testing/client.ts'
import { openDocumentsProxy } from './testing/documents-proxy.ts'
import { documentsServer, documentsThrough, openRealLedger, type RealLedger } from './testing/real-ledger.ts'
import { expectDone, isAtRest } from './testing/sold.ts'

/**
 * A worker has two moments to die at for each change: before the store hears of it, and when the store did it and the worker has not heard so.
 * One moment in so many is looked at, from another one on in every run; KILL_STRIDE=1 looks at all of them and takes minutes.
 */
const stride = Number(process.env.KILL_STRIDE ?? 15)
const first = stride === 1 ? 1 : 1 + (Date.now() % stride)

withMongoDb('a worker that is killed at a change of the documents', (create) => {
  let ledger: RealLedger
  beforeEach(async () => {
    ledger = await openRealLedger(create())
  })
  afterEach(() => ledger.close())

  const sold = { placed: new Set<string>(), cancelled: new Set<string>() }

  /** Each time there is a unit and an order more than the worker before could know. */
  async function sellOne(client: Client, name: string): Promise<void> {
    await client.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: `for-${name}`, quantity: 1 })
    const { body } = await client.send(appOrder(name, { at: Date.now() }))
    sold.placed.add(body[0].orderId)
  }

  /** Runs a worker that dies at this change, counted from its start; null when it had done everything before. */
  async function dieAt(at: number, when: 'before' | 'after'): Promise<string | null> {
    let worker: Begun | null = null
    const proxy = await openDocumentsProxy({
      target: documentsServer(ledger.environment),
      fateOf: (_, number) => (number === at ? `end-${when}` : 'pass'),
      onEnd: () => void worker?.kill(),
    })
    worker = ledger.beginWorker(documentsThrough(proxy.port, ledger.environment))
    while (worker.isAlive() && !(proxy.changes().length > 0 && (await isAtRest(ledger, sold)))) await sleep(250)
    const last = worker.isAlive() ? null : proxy.changes().at(-1)!
    await worker.kill()
    await proxy.close()
    await bury(ledger.documents, worker.pid)
    return last === null ? null : `${when} change ${at}, ${last.command} of ${last.collection}`
  }

  test('whichever it is, and whether it was done or not, loses nothing and does nothing twice', async () => {
    const api = await ledger.startApi()
    const client = clientOf(api, api.told.key!)
    await client.define()
    // Processes act on nothing that came before they were first deployed.
    const deploying = await ledger.startWorker()
    while (!(await isAtRest(ledger, sold))) await sleep(50)
    await deploying.kill()
    await bury(ledger.documents, deploying.pid)

    const deaths: string[] = []
    for (let moment = first; ; moment += stride) {
      await sellOne(client, `n${moment}`)
      const death = await dieAt(Math.ceil(moment / 2), moment % 2 === 1 ? 'before' : 'after')
      if (death === null) break
      deaths.push(death)
    }
    console.log(deaths.join('\n'))
    expect(deaths.length).toBeGreaterThan(3)
    await expectDone(ledger, client, sold, [await ledger.startWorker()])
  })
})
