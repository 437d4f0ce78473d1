import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Begun } from '../../replay/cli/testing/child.ts'
import { withMongoDb } from '../../stores/documents/mongodb/testing/server.ts'
import { openCable } from '../../stores/events/eventstoredb/testing/cable.ts'
import { type Simulator, startSimulator } from '../wms/simulator.ts'
import { clientOf } from './testing/client.ts'
import { openDocumentsProxy } from './testing/documents-proxy.ts'
import { bury, ownedBy } from './testing/owned.ts'
import { createPhysical, type Physical, physicalSecrets, wmsSecret } from './testing/physical.ts'
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
  let wms: Simulator
  beforeEach(async () => {
    ledger = await openRealLedger(create())
    wms = await startSimulator(wmsSecret)
  })
  afterEach(async () => {
    await ledger.close()
    await wms.stop()
  })

  /** Runs a worker that dies at this moment; null when it had done everything before. */
  async function dieAt(setTrap: SetTrap, moment: number, selling: Selling, physical: Physical): Promise<string | null> {
    let worker: Begun | null = null
    const trap = await setTrap(ledger, moment, () => void worker?.kill())
    worker = ledger.beginWorker({ ...physicalSecrets, ...trap.through })
    const { isAlive, pid } = worker
    const isOwned = async () => (await ownedBy(ledger.documents, pid)) > 0
    const isDone = async () => (await isOwned()) && (await physical.isThrough()) && (await isAtRest(ledger, selling))
    await expect.poll(async () => !isAlive() || (await isDone()), patience).toBe(true)
    const died = !isAlive()
    await worker.kill()
    await trap.close()
    await bury(ledger.documents, pid)
    return died ? trap.said() : null
  }

  test.each([
    { what: 'a change of the documents', setTrap: atAChange, stride: strideOr(40) },
    { what: 'a piece said to the event store', setTrap: atAPiece, stride: strideOr(70) },
  ])(
    'at $what, whichever it is, loses nothing and does nothing twice',
    async ({ setTrap, stride }) => {
      const api = await ledger.startApi(physicalSecrets)
      const client = clientOf(api, api.told.key!)
      await client.define()
      const physical = createPhysical({ events: ledger.events, client, wms, url: api.told.url! })
      await physical.define()
      const selling = createSelling()
      const sell = async () => {
        await selling.receive(client, 1)
        await selling.sell(client, physical.order(selling.nextId()))
      }
      // Processes act on nothing that came before they were first deployed.
      const deploying = await ledger.startWorker(physicalSecrets)
      await expect.poll(() => isAtRest(ledger, selling), patience).toBe(true)
      await sell()
      await physical.finish()
      await expect.poll(() => physical.isThrough(), patience).toBe(true)
      const [undisturbed] = await physical.told()
      await deploying.kill()
      await bury(ledger.documents, deploying.pid)

      const deaths: string[] = []
      for (let moment = 1 + (Date.now() % stride); ; moment += stride) {
        // Each time there is a unit and an order more than the worker before could know, and each order before has come further.
        await physical.goOn()
        await sell()
        const death = await dieAt(setTrap, moment, selling, physical)
        if (death === null) break
        deaths.push(death)
      }
      console.log(deaths.join('\n'))
      expect(deaths.length).toBeGreaterThan(3)
      const last = await ledger.startWorker(physicalSecrets)
      await physical.finish()
      await expect.poll(() => physical.isThrough(), patience).toBe(true)
      await expectDone(ledger, client, { ...selling, sent: physical.sent }, [last])
      for (const told of await physical.told()) expect(told).toEqual(undisturbed)
    },
    3_600_000,
  )
})
