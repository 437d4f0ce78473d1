import { runProcesses } from '../../commands/processes/run.ts'
import { openLedger } from '../../compose/ledger.ts'
import { defaultSettings } from '../../compose/settings.ts'
import { appOrder } from './harness.ts'

/** Takes orders in as fast as it can until it is killed; says each answer on standard output, after it was given. */
const [folder, round] = process.argv.slice(2) as [string, string]
const ledger = await openLedger({ ...defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` }), readModelsApart: true })
const { events, documents, readModels, bus, processes, observers, settings } = ledger
await runProcesses({
  events,
  documents,
  readModels,
  bus,
  processes,
  observers,
  clock: settings.clock,
  onTrouble: (line) => process.stderr.write(`${line}\n`),
})
process.stdout.write('ready\n')

async function buyer(number: number): Promise<void> {
  for (let order = 0; ; order++) {
    const orderId = `${round}-${number}-${order}`
    const payload = JSON.stringify(appOrder(orderId, { at: Date.now() }))
    const { outcome } = await ledger.intake.receive(payload, { channel: 'app', actor: 'channel:app' })
    process.stdout.write(`${orderId} ${outcome}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, (_, number) => buyer(number)))
