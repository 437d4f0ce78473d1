import { savedPosition } from '../../commands/processes/checkpoint.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import type { Projection } from '../../projections/projection.ts'
import type { BuildProgress } from '../../projections/runner/build-progress.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { BuildThreads } from '../../projections/runner/threads.ts'
import { type VerifiedReadModel, verifyReadModels } from '../../projections/runner/verify-read-models.ts'
import type { StockCell } from '../../projections/stock-map/document.ts'
import { stockMap } from '../../projections/stock-map/stock-map.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import { type EventStore, START } from '../../stores/events/port.ts'
import { availabilityLaw } from './laws/availability.ts'
import { installationLaw } from './laws/installation.ts'
import type { Breach, Law, Shown } from './laws/law.ts'
import { moneyLaw } from './laws/money.ts'
import { reservationLaw } from './laws/reservation.ts'
import { slotLaw } from './laws/slot.ts'
import { stockLaw } from './laws/stock.ts'
import { transitLaw } from './laws/transit.ts'
import { rawEvents } from './raw-events.ts'

export interface VerifyOptions {
  readonly events: EventStore
  /** The live read models, held still: a copy, or beside a paused runner. */
  readonly documents: DocumentStore
  readonly scratch: DocumentStore
  /** Where a long log is folded; they must write to `scratch`. */
  readonly threads?: BuildThreads
  readonly projections: readonly Projection[]
  readonly checkReadModels: () => readonly object[]
  readonly checkLog: () => Promise<{ readonly ok: boolean; readonly events: number; readonly problems: readonly object[] }>
  readonly onProgress?: (progress: BuildProgress) => void
}

export interface Verification {
  readonly ok: boolean
  readonly events: number
  /** Documents compared. */
  readonly documents: number
  readonly differences: number
  /** Units promised beyond what was there, from raw events. */
  readonly oversold: number
  /** Bytes and indexes that are not what they were. */
  readonly damage: readonly object[]
  readonly laws: readonly { readonly law: string; readonly breaches: number; readonly first: Breach | null }[]
  readonly readModels: readonly VerifiedReadModel[]
  /** In words, where it first goes wrong; null when it does not. */
  readonly first: string | null
}

/** The log byte by byte, indexes against what they lead to, conservation laws over raw events, and every read model against one rebuilt from the first event. */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const log = await options.checkLog()
  if (!log.ok) return verdict(log, [], [], 0)
  const damage = options.checkReadModels()
  if (damage.length > 0) return verdict({ ...log, problems: damage }, [], [], 0)
  const { laws, oversold, readModels } = await atOnce(options)
  return verdict(log, laws, readModels, oversold)
}

/** Laws are counted in this thread while read models are rebuilt, which for a long log is done in others. Whichever fails, the other has ended. */
async function atOnce(options: VerifyOptions) {
  const [kept, compared] = await Promise.allSettled([keepLaws(options), verifyReadModels(options)])
  if (kept.status === 'rejected') throw kept.reason
  if (compared.status === 'rejected') throw compared.reason
  return { ...kept.value, readModels: compared.value }
}

type CheckedLaw = Verification['laws'][number]
type CheckedLog = Awaited<ReturnType<VerifyOptions['checkLog']>>

function verdict(log: CheckedLog, laws: readonly CheckedLaw[], readModels: readonly VerifiedReadModel[], oversold: number): Verification {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const differences = log.problems.length + sum(laws.map(({ breaches }) => breaches)) + sum(readModels.map((model) => model.differences))
  const documents = sum(readModels.map((model) => model.documents))
  const first = firstWords(log.problems, laws, readModels)
  return { ok: differences === 0, events: log.events, documents, differences, oversold, damage: log.problems, laws, readModels, first }
}

function firstWords(log: readonly object[], laws: readonly CheckedLaw[], readModels: readonly VerifiedReadModel[]): string | null {
  if (log[0] !== undefined) return `damage: ${JSON.stringify(log[0])}`
  const breach = laws.find(({ first }) => first !== null)?.first
  if (breach != null) return `${breach.law}: ${breach.where}: ${breach.says}: counted ${breach.counted}, shown ${breach.shown}`
  const model = readModels.find(({ first }) => first !== null)?.first
  if (model == null) return null
  const where = model.field === null ? model.document : `${model.document}, ${model.field}`
  return `${model.projection}: ${where}: rebuilt ${JSON.stringify(model.rebuilt)}, live ${JSON.stringify(model.live)}`
}

async function keepLaws({ events, documents }: VerifyOptions): Promise<{ laws: readonly CheckedLaw[]; oversold: number }> {
  const stock = await openReadModel<StockCell>(documents, stockMap)
  const orders = await openReadModel<PooledOrder>(documents, orderPool)
  const promises = reservationLaw(await savedPosition(events))
  const byModel: readonly { laws: readonly Law[]; until: bigint }[] = [
    { laws: [stockLaw(), transitLaw(), availabilityLaw()], until: stock?.position ?? START },
    { laws: [moneyLaw()], until: orders?.position ?? START },
    { laws: [promises, slotLaw(), installationLaw()], until: await events.head() },
  ]
  await count(events, byModel)
  const shown = shownBy(stock?.collection ?? null, orders?.collection ?? null)
  const checked: CheckedLaw[] = []
  for (const law of byModel.flatMap(({ laws }) => laws)) checked.push(await judge(law, shown))
  return { laws: checked, oversold: promises.oversold }
}

/** All in one walk over the log: each event is read once, and seen by the laws that are counted as far as it. */
async function count(events: EventStore, byModel: readonly { readonly laws: readonly Law[]; readonly until: bigint }[]): Promise<void> {
  const byType = new Map<string, { readonly law: Law; readonly until: bigint }[]>()
  for (const { laws, until } of byModel)
    for (const law of laws) for (const type of law.types) byType.set(type, [...(byType.get(type) ?? []), { law, until }])
  const last = byModel.reduce((most, { until }) => (until > most ? until : most), START)
  for await (const page of rawEvents(events, [...byType.keys()], last)) {
    for (const event of page) for (const { law, until } of byType.get(event.type)!) if (event.position <= until) law.see(event)
  }
}

async function judge(law: Law, shown: Shown): Promise<CheckedLaw> {
  let breaches = 0
  let first: Breach | null = null
  for await (const breach of law.breaches(shown)) {
    breaches += 1
    first ??= breach
  }
  return { law: law.name, breaches, first }
}

type Scanned<Body> = { scan(): AsyncIterable<readonly { readonly id: string; readonly body: Body | null }[]> } | null

const shownBy = (stock: Scanned<StockCell>, orders: Scanned<PooledOrder>): Shown => ({
  async *stock() {
    for await (const page of stock?.scan() ?? []) for (const { id, body } of page) if (body !== null) yield { key: id, ...body }
  },
  async *orders() {
    for await (const page of orders?.scan() ?? []) for (const { body } of page) if (body !== null) yield body
  },
})
