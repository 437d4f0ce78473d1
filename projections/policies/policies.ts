import type { EventOfType } from '../../domain/events.ts'
import type { Json } from '../../domain/shared/json.ts'
import { projection } from '../projection.ts'

type Published = EventOfType<'PolicyPublished'>['data']

/** One version of a policy. Instants epoch milliseconds. */
export type PolicyVersionDocument = {
  name: string
  kind: string
  version: number
  effectiveFrom: number
  /** From when a later version decides instead; at or before `effectiveFrom` when this one never did. Null while none is known. */
  until: number | null
  publishedAt: number
  /** Who: `key:<key id>` or `command-line`. */
  publishedBy: string
  note: string
  document: Json
}

const keyOf = (name: string, version: number): string => `${name}@${version}`

/** Every version of every policy; a later one ends those before it. */
export const policies = projection<PolicyVersionDocument>({
  name: 'policies',
  version: 1,
  indexes: [{ fields: ['name', 'version'] }, { fields: ['kind', 'name', 'version'] }],
  handles: ['PolicyPublished'],
  keys(event) {
    const { name, version } = event.data as Published
    return Array.from({ length: version }, (_, before) => keyOf(name, before + 1))
  },
  evolve(document, event, key) {
    const { name, kind, version, effectiveFrom, publishedAt, note, document: rules } = event.data as Published
    if (key === keyOf(name, version)) {
      const publishedBy = event.metadata.actor
      return { name, kind, version, effectiveFrom, until: null, publishedAt, publishedBy, note, document: rules }
    }
    if (document === undefined) throw new Error(`policy ${key} is followed by version ${version} before it was published`)
    document.until = Math.min(document.until ?? effectiveFrom, effectiveFrom)
    return document
  },
})
