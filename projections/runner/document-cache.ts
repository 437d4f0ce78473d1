import type { ProjectedEvent } from '../projection.ts'

/** One document while it is folded. `body` undefined: it does not exist (yet, or any more). */
export interface Entry {
  readonly key: string
  position: bigint
  body: unknown
  dirty: boolean
  /** Whether the collection holds it, or its tombstone. */
  stored: boolean
  folds: number
  bytes: number
  /** Events folded since the last flush, kept only where a failing fold has to be undone. */
  folded: ProjectedEvent[] | null
}

/**
 * Documents in memory in two generations: what was touched lately and what was touched before. Forgetting the older one is
 * cheap, touching moves an entry to the younger one, so what stays is roughly what was used last.
 */
export interface DocumentCache {
  find(key: string): Entry | undefined
  add(key: string, position: bigint, body: unknown): Entry
  /** To be told after every fold: now and then the document is weighed. */
  folded(entry: Entry): void
  remove(key: string): void
  clear(): void
  /** Closes the younger generation and hands back the older one, which is no longer cached. */
  rotate(): Iterable<Entry>
  entries(): Iterable<Entry>
  /** Roughly: documents are weighed when they have grown, new ones taken for average. */
  bytes(): number
  size(): number
}

/** A document in memory weighs about so much more than its JSON text, and its entry so much besides. */
const MEMORY_PER_CHARACTER = 2
const ENTRY_BYTES = 250
const SAMPLE_EVERY = 64

/** So many of the last used are looked up apart: a small map stays in the processor's own memory, a large one does not. */
const MOST_HOT = 8_192

export function createDocumentCache(): DocumentCache {
  /** All of them are among the young. */
  let hot = new Map<string, Entry>()
  let young = new Map<string, Entry>()
  let old = new Map<string, Entry>()
  let total = 0
  let averageBytes = 500
  let folds = 0

  const forget = (map: Map<string, Entry>) => {
    for (const entry of map.values()) total -= entry.bytes
    return map.values()
  }

  const heat = (key: string, entry: Entry): Entry => {
    if (hot.size >= MOST_HOT) hot = new Map()
    hot.set(key, entry)
    return entry
  }

  return {
    find(key) {
      const known = hot.get(key)
      if (known !== undefined) return known
      const entry = young.get(key)
      if (entry !== undefined) return heat(key, entry)
      const older = old.size === 0 ? undefined : old.get(key)
      if (older === undefined) return undefined
      old.delete(key)
      young.set(key, older)
      return heat(key, older)
    },
    add(key, position, body) {
      const entry: Entry = { key, position, body, dirty: false, stored: position > 0n, folds: 0, bytes: averageBytes, folded: null }
      young.set(key, entry)
      total += entry.bytes
      return entry
    },
    folded(entry) {
      folds += 1
      entry.folds += 1
      const isMilestone = entry.folds >= 16 && (entry.folds & (entry.folds - 1)) === 0
      if (!isMilestone && folds % SAMPLE_EVERY !== 0) return
      const bytes = ENTRY_BYTES + (entry.body === undefined ? 0 : JSON.stringify(entry.body).length * MEMORY_PER_CHARACTER)
      total += bytes - entry.bytes
      entry.bytes = bytes
      if (!isMilestone) averageBytes += Math.round((bytes - averageBytes) / 16)
    },
    remove(key) {
      const entry = young.get(key) ?? old.get(key)
      if (entry === undefined) return
      total -= entry.bytes
      hot.delete(key)
      young.delete(key)
      old.delete(key)
    },
    clear() {
      hot = new Map()
      young = new Map()
      old = new Map()
      total = 0
    },
    rotate() {
      const forgotten = old
      hot = new Map()
      old = young
      young = new Map()
      return forget(forgotten)
    },
    *entries() {
      yield* old.values()
      yield* young.values()
    },
    bytes: () => total,
    size: () => young.size + old.size,
  }
}
