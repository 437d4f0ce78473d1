import { Gauge, type Registry } from 'prom-client'
import type { ReadModelStatus } from '../../projections/runner/status.ts'
import type { LedgerServices, ProcessActivity } from '../services.ts'

/** What is looked up when somebody asks for metrics. */
export function registerLedgerGauges(
  register: Registry,
  { events, readModels, ownership }: Pick<LedgerServices, 'events' | 'readModels' | 'ownership'>,
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
  const perModel = (name: string, help: string, measure: (status: ReadModelStatus) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['read_model'],
      registers,
      async collect() {
        for (const status of await readModels.status()) this.set({ read_model: status.projection }, measure(status))
      },
    })
  perModel('ledger_read_model_position', 'Position up to which a read model can be read', ({ position }) => Number(position))
  perModel('ledger_read_model_lag_seconds', 'Age of the oldest event not yet shown', ({ lagMs }) => lagMs / 1_000)
  perModel('ledger_read_model_parked_documents', 'Documents whose fold failed', ({ parkedDocuments }) => parkedDocuments)
  new Gauge({
    name: 'ledger_lease_epoch',
    help: 'How many owners a read model or process has had, and which it has',
    labelNames: ['resource', 'owner'],
    registers,
    async collect() {
      this.reset()
      for (const [resource, { owner, epoch }] of await ownership.owners()) this.set({ resource, owner: owner ?? 'nobody' }, epoch)
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
      if (processes.position === null) this.reset()
      else this.set(Number(processes.position))
    },
  })
}
