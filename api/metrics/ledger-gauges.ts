import { Gauge, type Registry } from 'prom-client'
import type { LedgerServices, ProcessActivity } from '../services.ts'

/** What is looked up when somebody asks for metrics. */
export function registerLedgerGauges(
  register: Registry,
  { events, readModels }: Pick<LedgerServices, 'events' | 'readModels'>,
  processes: ProcessActivity | null,
): void {
  const registers = [register]
  new Gauge({
    name: 'ledger_log_position',
    help: 'Position of the last durable event',
    registers,
    async collect() {
      this.set(Number(await events.head()))
    },
  })
  const perModel = (name: string, help: string) => new Gauge({ name, help, labelNames: ['read_model'], registers })
  const lag = perModel('ledger_read_model_lag_seconds', 'Age of the oldest event not yet shown')
  const parked = perModel('ledger_read_model_parked_documents', 'Documents whose fold failed')
  new Gauge({
    name: 'ledger_read_model_position',
    help: 'Position up to which a read model can be read',
    labelNames: ['read_model'],
    registers,
    async collect() {
      for (const { projection, position, lagMs, parkedDocuments } of await readModels.status()) {
        this.set({ read_model: projection }, Number(position))
        lag.set({ read_model: projection }, lagMs / 1_000)
        parked.set({ read_model: projection }, parkedDocuments)
      }
    },
  })
  if (processes === null) return
  new Gauge({
    name: 'ledger_process_instances_active',
    help: 'Process instances at work or waiting for their turn',
    registers,
    collect() {
      this.set(processes.active)
    },
  })
  new Gauge({
    name: 'ledger_process_position',
    help: 'Position up to which processes have dealt with the log',
    registers,
    collect() {
      this.set(Number(processes.position))
    },
  })
}
