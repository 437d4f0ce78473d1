/** Room for so much at a time; who comes when there is none waits in line. */
export interface Places {
  /** Resolves once there is room for so many bytes, to what gives it back. What is larger than all the room goes alone. */
  take(bytes: number): Promise<() => void>
}

export function createPlaces(most: { readonly count: number; readonly bytes: number }): Places {
  const waiting: { readonly bytes: number; readonly go: (leave: () => void) => void }[] = []
  let count = 0
  let taken = 0

  const enter = (bytes: number): (() => void) => {
    count += 1
    taken += bytes
    return () => {
      count -= 1
      taken -= bytes
      letIn()
    }
  }
  const hasRoom = (bytes: number): boolean => count === 0 || (count < most.count && taken + bytes <= most.bytes)
  const letIn = (): void => {
    for (let first = waiting[0]; first !== undefined && hasRoom(first.bytes); first = waiting[0]) {
      waiting.shift()
      first.go(enter(first.bytes))
    }
  }
  return {
    take: (bytes) =>
      waiting.length === 0 && hasRoom(bytes) ? Promise.resolve(enter(bytes)) : new Promise((go) => waiting.push({ bytes, go })),
  }
}
