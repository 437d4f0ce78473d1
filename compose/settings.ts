import { type Clock, systemClock } from '../commands/ports/clock.ts'
import { type Randomness, systemRandomness } from '../commands/ports/randomness.ts'
import type { Exchange } from '../connectors/port.ts'
import { SettingError } from './setting-error.ts'

/**
 * - `all`: takes orders in, and owns its share of read models and processes.
 * - `api`: takes orders in and answers questions; owns nothing.
 * - `worker`: owns its share of read models and processes; answers only for itself.
 * - `store`: opens the log and its gRPC door alone, for another ledger.
 */
export type Role = 'all' | 'api' | 'worker' | 'store'

export interface Settings {
  /** `<scheme>:<where>`; the scheme chooses the adapter, see `adapters/choose.ts`. */
  readonly events: string
  readonly readModels: string
  readonly role: Role
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly randomness: Randomness
  /** That no other process appends events, wherever they are kept: nothing is then read to see what others wrote, and the same commands give the same ids. */
  readonly onlyWriter: boolean
  /** How long an unpaid order keeps its units where neither the channel nor the shop says so. */
  readonly unpaidTimeoutMs: number
  readonly backorderForMs: number
  readonly orphanedAfterMs: number
  /** How long a carrier's trace waits for what left under its waybill before somebody is shown it. */
  readonly unmatchedTraceAfterMs: number
  /** How long whoever looks for the shipment of a trace waits until the read model has come up to now; left out for the usual time. */
  readonly shipmentsKnownWithinMs?: number
  /** What reporters of traces sign their messages with, by reporter; one without a secret has no door. */
  readonly traceSecrets: Readonly<Record<string, string>>
  /** How warehouse systems are reached, where that is not over the network. */
  readonly wmsExchange?: Exchange
  /** Whether read models are folded in a thread of their own: worth its start for whoever takes orders in for long. */
  readonly readModelsApart: boolean
  /** Said once each; never holds a secret. */
  readonly say: (line: string) => void
}

/** Whether others than this process may write into the log it opens: another ledger, by the gRPC door. */
export const isLogShared = ({ environment }: Settings): boolean => environment.LEDGER_GRPC_PORT !== undefined

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const defaultSettings = (environment: Settings['environment']): Settings => ({
  // An empty variable is how shells and compose files leave one out.
  events: environment.LEDGER_EVENTS || 'embedded:./data/ledger',
  readModels: environment.LEDGER_READ_MODELS || environment.LEDGER_EVENTS || 'embedded:./data/ledger',
  role: roleOf(environment.LEDGER_ROLE),
  environment,
  clock: systemClock,
  randomness: systemRandomness,
  onlyWriter: false,
  unpaidTimeoutMs: dayMs,
  backorderForMs: 7 * dayMs,
  orphanedAfterMs: 30 * dayMs,
  unmatchedTraceAfterMs: hourMs,
  traceSecrets: secretsOf(environment.LEDGER_TRACE_SECRETS),
  readModelsApart: false,
  say: () => undefined,
})

const roles: readonly Role[] = ['all', 'api', 'worker', 'store']

function roleOf(given = 'all'): Role {
  const role = roles.find((each) => each === given)
  if (role === undefined) throw new SettingError(`LEDGER_ROLE=${given} is not understood: give ${roles.join(', ')}`)
  return role
}

/** `kuaidi100=<secret>`, several separated by commas. */
function secretsOf(given: string | undefined): Readonly<Record<string, string>> {
  const pairs = (given ?? '').split(',').filter((pair) => pair !== '')
  const understood = pairs.map((pair) => /^([a-z0-9][a-z0-9-]*)=(.+)$/.exec(pair))
  if (understood.includes(null))
    throw new SettingError('LEDGER_TRACE_SECRETS is not understood: give <reporter>=<secret>, separated by commas')
  return Object.fromEntries(understood.map((match) => [match![1]!, match![2]!]))
}
