/** Which part of the log is dealt with: the checkpoint may advance only over the finished prefix of what was begun. */
export interface FinishedPrefix {
  /** Work for everything up to `position` begins: call `finish` once for each of `parts`. */
  begin(position: bigint, parts: number): { finish(): void }
  readonly position: bigint
  /** Begun and not finished. */
  readonly open: number
}

export function createFinishedPrefix(start: bigint): FinishedPrefix {
  const begun: { position: bigint; parts: number }[] = []
  let position = start
  let open = 0

  function advance(): void {
    while (begun.length > 0 && begun[0]!.parts === 0) position = begun.shift()!.position
  }

  return {
    begin(until, parts) {
      const entry = { position: until, parts }
      begun.push(entry)
      open += parts
      advance()
      return {
        finish() {
          entry.parts -= 1
          open -= 1
          advance()
        },
      }
    },
    get position() {
      return position
    },
    get open() {
      return open
    },
  }
}
