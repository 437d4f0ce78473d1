import type { Answered } from './doors.ts'

/** Something the outside world does at an instant. */
export interface Errand {
  readonly at: number
  /** Errands that share it are never under way at once. */
  readonly about: string
  /** Whether what is known of parcels has to be up to date for it. */
  readonly isTrace?: boolean
  /** Knocks at a door of the ledger; null when there is no reason to any more. */
  readonly run: () => Promise<Answered> | null
}

/** What is still to be done outside, the earliest first; of one instant by what it is about, and of that, what was noted first. */
export interface Agenda {
  add(errand: Errand): void
  /** When the next one is due; null when there is none. */
  readonly nextAt: number | null
  /** Up to so many that are due by then and are about different things. */
  take(until: number, atMost: number, busy: Set<string>): readonly Errand[]
}

interface Noted {
  readonly errand: Errand
  readonly place: number
}

function isBefore({ errand: one, place }: Noted, { errand: other, place: otherPlace }: Noted): boolean {
  if (one.at !== other.at) return one.at < other.at
  return one.about === other.about ? place < otherPlace : one.about < other.about
}

/** A binary heap. */
export function createAgenda(): Agenda {
  const heap: Noted[] = []
  let noted = 0

  function push(entry: Noted): void {
    let at = heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(entry, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
  }

  function pop(): Noted {
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
      if (!isBefore(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first
  }

  return {
    add: (errand) => push({ errand, place: noted++ }),
    get nextAt() {
      return heap[0]?.errand.at ?? null
    },
    take(until, atMost, busy) {
      const taken: Errand[] = []
      const later: Noted[] = []
      while (taken.length < atMost && heap.length > 0 && heap[0]!.errand.at <= until) {
        const next = pop()
        if (busy.has(next.errand.about)) later.push(next)
        else {
          busy.add(next.errand.about)
          taken.push(next.errand)
        }
      }
      later.forEach(push)
      return taken
    },
  }
}
