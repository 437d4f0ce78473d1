import { type Position, START } from '../port.ts'

/** How far the log is known to go. An append answered with a position up to there was no new one. */
export interface Known {
  /** Asks the server when nothing is known for sure. */
  position(): Promise<Position>
  /** The same without asking; `START` when nothing is known. */
  highest(): Position
  raise(position: Position): void
  /** What was asked last may have been written behind what is known. */
  doubt(): void
}

export function createKnown(head: () => Promise<Position>): Known {
  let highest = START
  let isSure = false
  let doubts = 0
  let asking: Promise<void> | undefined
  const raise = (position: Position): void => {
    if (position > highest) highest = position
  }
  const ask = async (): Promise<void> => {
    const begunAt = doubts
    try {
      raise(await head())
      isSure = begunAt === doubts
    } finally {
      if (begunAt === doubts) asking = undefined
    }
  }
  return {
    async position() {
      if (!isSure) {
        asking ??= ask()
        await asking
      }
      return highest
    },
    highest: () => highest,
    raise,
    doubt: () => {
      doubts += 1
      isSure = false
      asking = undefined
    },
  }
}
