/**
 * Natural keys a stream has seen, the latest asked ones up to a limit, each with a note of its content.
 *
 * Repeats carry the same key and the same `askedAt`. Forgotten keys were all asked at or before `forgottenUpTo`, because the
 * earliest asked one goes first; so whatever is neither remembered nor asked after that instant may be a repeat, and is refused.
 * A key asked far in the future by a wrong clock stays, instead of pushing that instant ahead of everyone else.
 * Equal instants go by key, so that a state read from a snapshot forgets as one folded from the start.
 */
export interface Remembered<Note> {
  readonly limit: number
  readonly notes: Map<string, Memory<Note>>
  /** Binary heap, the earliest asked first. */
  readonly heap: Memory<Note>[]
  forgottenUpTo: number
}

export interface Memory<Note> {
  readonly key: string
  readonly askedAt: number
  readonly note: Note
}

export interface FrozenRemembered {
  readonly forgottenUpTo: number
  readonly entries: readonly (readonly [key: string, askedAt: number, note: unknown])[]
}

const nothing = Number.MIN_SAFE_INTEGER

export const remembering = <Note>(limit: number): Remembered<Note> => ({ limit, notes: new Map(), heap: [], forgottenUpTo: nothing })

export const recall = <Note>(remembered: Readonly<Remembered<Note>>, key: string): Note | undefined => remembered.notes.get(key)?.note

/** True when something with this instant that is not remembered may be a repeat of what was forgotten. */
export const mayBeForgotten = (remembered: Readonly<Remembered<unknown>>, askedAt: number): boolean => askedAt <= remembered.forgottenUpTo

/** O(log limit). */
export function remember<Note>(remembered: Remembered<Note>, key: string, askedAt: number, note: Note): void {
  if (remembered.notes.has(key)) throw new Error(`${key} is remembered already`)
  const memory = { key, askedAt, note }
  remembered.notes.set(key, memory)
  push(remembered.heap, memory)
  if (remembered.heap.length > remembered.limit) {
    const earliest = pop(remembered.heap)
    remembered.notes.delete(earliest.key)
    remembered.forgottenUpTo = Math.max(remembered.forgottenUpTo, earliest.askedAt)
  }
}

const before = (left: Memory<unknown>, right: Memory<unknown>): boolean =>
  left.askedAt === right.askedAt ? left.key < right.key : left.askedAt < right.askedAt

function push<Note>(heap: Memory<Note>[], memory: Memory<Note>): void {
  let at = heap.length
  heap.push(memory)
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(memory, heap[parent]!)) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = memory
}

function pop<Note>(heap: Memory<Note>[]): Memory<Note> {
  const top = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return top
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1
    if (!before(heap[child]!, last)) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
  return top
}

export const freezeRemembered = <Note>(remembered: Readonly<Remembered<Note>>, freezeNote: (note: Note) => unknown): FrozenRemembered => ({
  forgottenUpTo: remembered.forgottenUpTo,
  entries: remembered.heap.map(({ key, askedAt, note }) => [key, askedAt, freezeNote(note)]),
})

export function thawRemembered<Note>(limit: number, frozen: FrozenRemembered, thawNote: (note: unknown) => Note): Remembered<Note> {
  const heap = frozen.entries.map(([key, askedAt, note]) => ({ key, askedAt, note: thawNote(note) }))
  return { limit, notes: new Map(heap.map((memory) => [memory.key, memory])), heap, forgottenUpTo: frozen.forgottenUpTo }
}
