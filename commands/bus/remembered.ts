/** The first result of an accepted command. The position is null until its events are durable. */
export interface Remembered {
  readonly hash: string | undefined
  readonly askedAt: number | undefined
  revision: number
  position: bigint | null
}

/** `[id, hash, revision, position]` of each command of both generations, and what is known of those forgotten. */
export interface FrozenMemory {
  readonly young: readonly FrozenCommand[]
  readonly old: readonly FrozenCommand[]
  readonly forgottenUntil: number | null
}
type FrozenCommand = readonly [id: string, hash: string | null, revision: number, position: string, askedAt: number | null]

/**
 * The last accepted commands of one stream: the last `size` surely, up to twice as many. Two generations, of which the old one is
 * dropped as a whole when the young one is full, so that forgetting is O(1) too.
 */
export interface CommandMemory {
  find(commandId: string): Remembered | undefined
  add(commandId: string, command: Remembered): void
  /** Nothing forgotten was asked later than this instant; null while nothing was forgotten. */
  forgottenUntil(): number | null
  /** Roughly, in bytes. */
  weigh(): number
  freeze(): FrozenMemory
}

const BYTES_PER_COMMAND = 250

export function createCommandMemory(size: number, frozen?: FrozenMemory): CommandMemory {
  let young = thaw(frozen?.young)
  let old = thaw(frozen?.old)
  let forgottenUntil = frozen?.forgottenUntil ?? null

  const forgetOld = () => {
    for (const { askedAt } of old.values()) {
      if (askedAt !== undefined && (forgottenUntil === null || askedAt > forgottenUntil)) forgottenUntil = askedAt
    }
    old = young
    young = new Map()
  }

  return {
    find: (commandId) => young.get(commandId) ?? old.get(commandId),
    add(commandId, command) {
      if (young.size >= size) forgetOld()
      if (young === NONE) young = new Map()
      young.set(commandId, command)
    },
    forgottenUntil: () => forgottenUntil,
    weigh: () => (young.size + old.size) * BYTES_PER_COMMAND,
    freeze: () => ({ young: freeze(young), old: freeze(old), forgottenUntil }),
  }
}

const freeze = (generation: ReadonlyMap<string, Remembered>): FrozenCommand[] =>
  [...generation].map(([id, { hash, revision, position, askedAt }]) => [id, hash ?? null, revision, String(position), askedAt ?? null])

/** Most streams are short and never come to a second generation: an empty one costs nothing. Never written to. */
const NONE: Map<string, Remembered> = new Map()

const thaw = (generation: readonly FrozenCommand[] = []): Map<string, Remembered> =>
  generation.length === 0
    ? NONE
    : new Map(
        generation.map(([id, hash, revision, position, askedAt]) => [
          id,
          { hash: hash ?? undefined, askedAt: askedAt ?? undefined, revision, position: BigInt(position) },
        ]),
      )
