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
 * dropped as a whole when the young one is full, so that forgetting is O(1) too. Data alone, since every stream in memory has one.
 */
export interface CommandMemory {
  readonly size: number
  young: Map<string, Remembered>
  old: Map<string, Remembered>
  /** Nothing forgotten was asked later than this instant; null while nothing was forgotten. */
  forgottenUntil: number | null
}

const BYTES_PER_COMMAND = 250

export const createCommandMemory = (size: number, frozen?: FrozenMemory): CommandMemory => ({
  size,
  young: thaw(frozen?.young),
  old: thaw(frozen?.old),
  forgottenUntil: frozen?.forgottenUntil ?? null,
})

export const recallCommand = ({ young, old }: CommandMemory, commandId: string): Remembered | undefined =>
  young.get(commandId) ?? old.get(commandId)

export function rememberCommand(memory: CommandMemory, commandId: string, command: Remembered): void {
  if (memory.young.size >= memory.size) forgetOld(memory)
  if (memory.young === NONE) memory.young = new Map()
  memory.young.set(commandId, command)
}

function forgetOld(memory: CommandMemory): void {
  for (const { askedAt } of memory.old.values()) {
    if (askedAt !== undefined && (memory.forgottenUntil === null || askedAt > memory.forgottenUntil)) memory.forgottenUntil = askedAt
  }
  memory.old = memory.young
  memory.young = new Map()
}

/** Roughly, in bytes. */
export const weighMemory = ({ young, old }: CommandMemory): number => (young.size + old.size) * BYTES_PER_COMMAND

export const freezeMemory = ({ young, old, forgottenUntil }: CommandMemory): FrozenMemory => ({
  young: freeze(young),
  old: freeze(old),
  forgottenUntil,
})

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
