import type { Place } from './source.ts'

/** How far everything is dealt with: the place before the first that is not. */
export function createFinished(reached: Place) {
  let last = reached
  const order: { readonly place: Place; isDone: boolean }[] = []
  const open = new Map<Place, { isDone: boolean }>()
  return {
    /** Places come in their order. */
    take(place: Place): void {
      const taken = { place, isDone: false }
      order.push(taken)
      open.set(place, taken)
    },
    done(place: Place): void {
      const taken = open.get(place)
      if (taken === undefined) return
      taken.isDone = true
      open.delete(place)
      let finished = 0
      while (order[finished]?.isDone) finished += 1
      if (finished === 0) return
      last = order[finished - 1]!.place
      order.splice(0, finished)
    },
    reached: (): Place => last,
    /** Taken and not done. */
    open: (): number => open.size,
  }
}

export type Finished = ReturnType<typeof createFinished>
