import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Begun } from '../../replay/cli/testing/child.ts'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { openCable } from '../../stores/events/eventstoredb/testing/cable.ts'
import { clientOf } from './testing/client.ts'
import { openDocumentsProxy } from './testing/documents-proxy.ts'
import { bury, ownedBy } from './testing/owned.ts'
import {
  documentsServer,
  documentsThrough,
  type Environment,
  eventsThrough,
  openRealLedger,
  type RealLedger,
} from './testing/real-ledger.ts'
import { createSelling, type Selling } from './testing/selling.ts'
import { expectDone, isAtRest } from './testing/sold.ts'

/** One moment in so many is looked at, from another one on in every run; KILL_STRIDE=1 looks at all of them and takes very long. */
const strideOr = (stride: number): number => Number(process.env.KILL_STRIDE ?? stride)
const patience = { timeout: 60_000, interval: 250 }

/** What stands between a worker and its stores, and kills it at a moment, counted from its start. */
interface Trap {
  /** How the worker reaches a store. */
  readonly through: Environment
  /** When it was sprung. */
  said(): string
  close(): Promise<void>
}

type SetTrap = (ledger: RealLedger, moment: number, kill: () => void) => Promise<Trap>

/** Two moments for each change: before the store hears of it, and when the store did it and the worker has not heard so. */
const atAChange: SetTrap = async ({ environment }, moment, kill) => {
  const [at, when] = [Math.ceil(moment / 2), moment % 2 === 1 ? 'before' : 'after'] as const
  const proxy = await openDocumentsProxy({
    target: documentsServer(environment),
    fateOf: (_, number) => (number === at ? `end-${when}` : 'pass'),
    onEnd: kill,
  })
  const said = () => `${when} change ${at}: ${proxy.changes().at(-1)?.command} of ${proxy.changes().at(-1)?.collection}`
  return { through: documentsThrough(proxy.port, environment), said, close: proxy.close }
}

/** What it says to the event store is sealed: pieces can be counted, not read. */
const atAPiece: SetTrap = async ({ environment, storePort }, moment, kill) => {
  const cable = await openCable(storePort)
  cable.cutAt(moment, kill)
  return { through: eventsThrough(cable.port, environment), said: () => `before piece ${moment}`, close: cable.close }
}

withMongoDb('a worker that is killed', (create) => {
  let ledger: RealLedger
  beforeEach(async () => {
    ledger = await openRealLedger(create())
  })
  afterEach(() => ledger.close())

  /** Runs a worker that dies at this moment; null when it had done everything before. */
  async function dieAt(setTrap: SetTrap, moment: number, selling: Selling): Promise<string | null> {
    let worker: Begun | null = null
    const trap = await setTrap(ledger, moment, () => void worker?.kill())
    worker = ledger.beginWorker(trap.through)
    const { isAlive, pid } = worker
    const isOwned = async () => (await ownedBy(ledger.documents, pid)) > 0
    await expect.poll(async () => !isAlive() || ((await isOwned()) && (await isAtRest(ledger, selling))), patience).toBe(true)
    const died = !isAlive()
    await worker.kill()
    await trap.close()
    await bury(ledger.documents, pid)
    return died ? trap.said() : null
  }

  test.each([
    { what: 'a change of the documents', setTrap: atAChange, stride: strideOr(15) },
    { what: 'a piece said to the event store', setTrap: atAPiece, stride: strideOr(17) },
  ])(
    'at $what, whichever it is, loses nothing and does nothing twice',
    async ({ setTrap, stride }) => {
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
      for (let moment = 1 + (Date.now() % stride); ; moment += stride) {
        // Each time there is a unit and an order more than the worker before could know.
        await selling.receive(client, 1)
        await selling.sell(client)
        const death = await dieAt(setTrap, moment, selling)
        if (death === null) break
        deaths.push(death)
      }
      console.log(deaths.join('\n'))
      expect(deaths.length).toBeGreaterThan(3)
      await expectDone(ledger, client, selling, [await ledger.startWorker()])
    },
    3_600_000,
  )
})
