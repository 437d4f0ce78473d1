import type { ReadModelChanges } from '../../projections/runner/status.ts'

/** Changes one screen was not told yet: however many come, they are told as one. */
export interface PendingChanges {
  add(changes: ReadModelChanges): void
  /** What to tell now; null when nothing changed. */
  take(): object | null
}

/** Beyond so many, a screen reads its list again anyway. */
const mostDocuments = 200

export function createPendingChanges(): PendingChanges {
  let position: bigint | null = null
  const changed = new Map<string, { readonly documents: Set<string>; more: boolean }>()
  return {
    add(changes) {
      position = changes.position
      for (const { projection, documents, more } of changes.changed) {
        const known = changed.get(projection) ?? { documents: new Set<string>(), more: false }
        changed.set(projection, known)
        known.more ||= more > 0
        for (const id of documents) {
          if (known.documents.size < mostDocuments) known.documents.add(id)
          else known.more ||= !known.documents.has(id)
        }
      }
    },
    take() {
      if (position === null) return null
      const told = {
        position: String(position),
        changed: [...changed].map(([readModel, { documents, more }]) => ({ readModel, documents: [...documents], more })),
      }
      position = null
      changed.clear()
      return told
    },
  }
}
