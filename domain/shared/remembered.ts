/**
 * Natural keys a stream has seen, each with a note of its content: the last ones up to a limit, and as many of those before, the
 * latest asked ones.
 *
 * Repeats carry the same key and the same `askedAt`. Forgotten keys were all asked at or before `forgottenUpTo`, because of the
 * older half the earliest asked one goes first; so whatever is neither remembered nor asked after that instant may be a repeat,
 * and is refused. A key asked far in the future by a wrong clock stays, instead of pushing that instant ahead of everyone else.
 * Equal instants go by key, so that a state read from a snapshot forgets as one folded from the start.
 */
export interface Remembered<Note> {
  readonly limit: number
  readonly notes: Map<string, Memory<Note>>
  /** The last ones; once it is full, `next` is the place of the one that came first. */
  readonly ring: Memory<Note>[]
  next: number
  /** Binary heap of those before, the earliest asked first. */
  readonly heap: Memory<Note>[]
  forgottenUpTo: number
}

export interface Memory<Note> {
  readonly key: string
  readonly askedAt: number
  readonly note: Note
}

type FrozenMemory = readonly [key: string, askedAt: number, note: unknown]

export interface FrozenRemembered {
  readonly forgottenUpTo: number
  readonly next: number
  readonly ring: readonly FrozenMemory[]
  readonly heap: readonly FrozenMemory[]
}

const nothing = Number.MIN_SAFE_INTEGER

export const remembering = <Note>(limit: number): Remembered<Note> => ({
  limit,
  notes: new Map(),
  ring: [],
  next: 0,
  heap: [],
  forgottenUpTo: nothing,
})

export const recall = <Note>({ notes }: Readonly<Remembered<Note>>, key: string): Note | undefined => notes.get(key)?.note

/** True when something with this instant that is not remembered may be a repeat of what was forgotten. */
export const mayBeForgotten = (remembered: Readonly<Remembered<unknown>>, askedAt: number): boolean => askedAt <= remembered.forgottenUpTo

export const sizeOf = ({ notes }: Readonly<Remembered<unknown>>): number => notes.size

/** O(log limit). */
export function remember<Note>(remembered: Remembered<Note>, key: string, askedAt: number, note: Note): void {
  const { limit, notes, ring, heap } = remembered
  if (notes.has(key)) throw new Error(`${key} is remembered already`)
  const memory = { key, askedAt, note }
  notes.set(key, memory)
  if (ring.length < limit) {
    ring.push(memory)
    return
  }
  push(heap, ring[remembered.next]!)
  ring[remembered.next] = memory
  remembered.next = (remembered.next + 1) % limit
  if (heap.length > limit) forget(remembered, pop(heap))
}

function forget(remembered: Remembered<unknown>, { key, askedAt }: Memory<unknown>): void {
  remembered.notes.delete(key)
  remembered.forgottenUpTo = Math.max(remembered.forgottenUpTo, askedAt)
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

export function freezeRemembered<Note>(
  { forgottenUpTo, next, ring, heap }: Readonly<Remembered<Note>>,
  freezeNote: (note: Note) => unknown,
): FrozenRemembered {
  const freeze = ({ key, askedAt, note }: Memory<Note>): FrozenMemory => [key, askedAt, freezeNote(note)]
  return { forgottenUpTo, next, ring: ring.map(freeze), heap: heap.map(freeze) }
}

export function thawRemembered<Note>(limit: number, frozen: FrozenRemembered, thawNote: (note: unknown) => Note): Remembered<Note> {
  const thaw = ([key, askedAt, note]: FrozenMemory): Memory<Note> => ({ key, askedAt, note: thawNote(note) })
  const ring = frozen.ring.map(thaw)
  const heap = frozen.heap.map(thaw)
  const notes = new Map([...ring, ...heap].map((memory) => [memory.key, memory]))
  return { limit, notes, ring, next: frozen.next, heap, forgottenUpTo: frozen.forgottenUpTo }
}
