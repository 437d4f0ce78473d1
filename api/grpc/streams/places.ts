/** So much at once: whoever finds no place for what it brings waits until others have left, unless nobody else is there. */
export function createPlaces(most: number) {
  let taken = 0
  let freed = Promise.withResolvers<void>()
  const untilFreed = (): Promise<void> => freed.promise
  return {
    async take(weight = 1): Promise<void> {
      while (taken > 0 && taken + weight > most) await untilFreed()
      taken += weight
    },
    leave(weight = 1): void {
      taken -= weight
      freed.resolve()
      freed = Promise.withResolvers()
    },
    /** Resolves when every place is free. */
    async empty(): Promise<void> {
      while (taken > 0) await untilFreed()
    },
  }
}

export type Places = ReturnType<typeof createPlaces>
