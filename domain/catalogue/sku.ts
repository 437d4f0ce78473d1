import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { latest } from '../shared/latest.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import type { SkuCommand } from './commands.ts'
import type { CatalogueEvent } from './events.ts'

type SkuEvent = Extract<CatalogueEvent, { type: 'SkuDefined' }>
type DefineSku = SkuCommand['data']
export type SkuDefinition = SkuEvent['data']

export interface Sku {
  definition: SkuDefinition | null
}

export interface SkuTypes {
  state: Sku
  command: SkuCommand
  event: SkuEvent
}

/** A stock SKU or a bundle: stream `sku-<sku>`. */
export const skuAggregate: Aggregate<SkuTypes> = {
  category: 'sku',
  stateVersion: 1,
  commandTypes: ['DefineSku'],
  key: ({ data }) => streamKey([data.sku]),
  initial: () => ({ definition: null }),
  evolve: (_, { data }) => ({ definition: data }),
  decide,
  freeze: (sku) => ({ ...sku }),
  thaw: (frozen) => ({ ...(frozen as Sku) }),
  weigh: ({ definition }) => 1_000 + 200 * (definition?.components.length ?? 0),
}

export const isBundle = ({ components }: { readonly components: readonly unknown[] }): boolean => components.length > 0

function decide({ definition }: Readonly<Sku>, { data }: SkuCommand): Decision<SkuEvent> {
  const defined: SkuDefinition = { ...data, components: data.components.map(({ kind: _, ...component }) => component) }
  return latest(
    definition?.definedAt ?? null,
    data.definedAt,
    () => same(definition, defined),
    () => kindChanged(definition, data) ?? makerMissing(data) ?? componentsRefused(data) ?? accept({ type: 'SkuDefined', data: defined }),
  )
}

/**
 * The kind is settled by the first definition. So what the asker looked up about a component stays true, however old its look
 * was, and no component can become a bundle later.
 */
function kindChanged(definition: SkuDefinition | null, data: DefineSku): Rejection | null {
  if (definition === null || isBundle(definition) === isBundle(data)) return null
  return reject('SKU_KIND_FIXED', { sku: data.sku, kind: isBundle(definition) ? 'bundle' : 'stock' })
}

/** A serial number is one unit only together with whose numbering it follows: without, it could be in two places. */
function makerMissing({ serialNumberRequired, maker }: DefineSku): Rejection | null {
  if (!serialNumberRequired || maker !== null) return null
  return reject('BAD_REQUEST', { reason: 'units that leave with serial numbers need a maker, whose numbering they follow' })
}

function componentsRefused({ sku, components }: DefineSku): Rejection | null {
  if (components.length === 0) return null
  const nested = components.find((component) => component.kind === 'bundle' || component.sku === sku)
  if (nested !== undefined) return reject('BUNDLE_OF_BUNDLES', { component: nested.sku })
  const unknown = components.find((component) => component.kind === null)
  if (unknown !== undefined) return reject('SKU_UNKNOWN', { component: unknown.sku })
  if (new Set(components.map((component) => component.sku)).size < components.length)
    return reject('BAD_REQUEST', { reason: 'a component is named twice; give it once with its whole quantity' })
  if (components.every(({ priceShare }) => priceShare === 0))
    return reject('AMOUNTS_BROKEN', { reason: 'at least one component must carry a part of the price' })
  return null
}
