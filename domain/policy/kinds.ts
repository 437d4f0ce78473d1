import type { PolicyKind } from './kind.ts'
import { afterSalesKind } from './kinds/after-sales.ts'
import { auditKind } from './kinds/audit.ts'
import { channelConnectionKind } from './kinds/channel-connection.ts'
import { channelStockKind } from './kinds/channel-stock.ts'
import { installationKind } from './kinds/installation.ts'
import { promotionKind } from './kinds/promotion.ts'
import { sourcingKind } from './kinds/sourcing.ts'
import { storeAcceptKind } from './kinds/store-accept.ts'
import { tariffKind } from './kinds/tariff.ts'
import { transportKind } from './kinds/transport.ts'
import { wmsKind } from './kinds/wms.ts'

/** Every kind of policy there is. A new one is a file in `kinds/` and a line here. */
export const policyKinds = {
  'after-sales': afterSalesKind,
  audit: auditKind,
  'channel-connection': channelConnectionKind,
  'channel-stock': channelStockKind,
  installation: installationKind,
  transport: transportKind,
  promotion: promotionKind,
  sourcing: sourcingKind,
  tariff: tariffKind,
  'store-accept': storeAcceptKind,
  wms: wmsKind,
}

export type PolicyKindName = keyof typeof policyKinds
export type DocumentOf<Kind extends PolicyKindName> = (typeof policyKinds)[Kind] extends PolicyKind<infer Document> ? Document : never

/** A policy is named after its kind: `audit`, or `audit.<more>` where there are several of a kind. */
export type PolicyName<Kind extends PolicyKindName> = Kind | `${Kind}.${string}`

export const policyKindNames = Object.keys(policyKinds) as readonly PolicyKindName[]

const isKindName = (name: string): name is PolicyKindName => Object.hasOwn(policyKinds, name)

/** The kind a policy of this name is of; null when there is none. */
export function kindOfPolicy(name: string): PolicyKindName | null {
  const kind = name.split('.')[0]!
  return isKindName(kind) ? kind : null
}

export interface Fault {
  /** As `rules.2.when.fact`; empty for the document itself. */
  readonly path: string
  readonly problem: string
}

export type ReadDocument<Document> = { readonly ok: true; readonly document: Document } | { readonly ok: false; readonly fault: Fault }

/** A document as its kind understands it, what was left out filled in; or the first fault. */
export function readDocument<Kind extends PolicyKindName>(kind: Kind, document: unknown): ReadDocument<DocumentOf<Kind>> {
  const read = policyKinds[kind].document.safeParse(document)
  if (read.success) return { ok: true, document: read.data as DocumentOf<Kind> }
  const issue = read.error.issues[0]!
  return { ok: false, fault: { path: issue.path.join('.'), problem: issue.message } }
}
