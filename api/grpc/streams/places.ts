/** So many at once: whoever finds no place waits for one. */
export function createPlaces(most: number) {
  let taken = 0
  let freed = Promise.withResolvers<void>()
  const untilFreed = (): Promise<void> => freed.promise
  return {
    async take(): Promise<void> {
      while (taken >= most) await untilFreed()
      taken += 1
    },
    leave(): void {
      taken -= 1
      freed.resolve()
      freed = Promise.withResolvers()
    },
    /** Resolves when every place is free. */
    async empty(): Promise<void> {
      while (taken > 0) await untilFreed()
    },
  }
}
