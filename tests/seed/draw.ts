import { randomInt } from 'node:crypto'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    readonly fastCheckSeed: number
  }
}

/** One seed for all random tests of a run, said before any of them begins: one that is killed, or hangs, cannot say it any more. */
export default function draw({ provide }: TestProject): void {
  const seed = Number(process.env.FAST_CHECK_SEED ?? randomInt(2 ** 31))
  if (!Number.isInteger(seed)) throw new Error(`FAST_CHECK_SEED takes a whole number, not ${process.env.FAST_CHECK_SEED}`)
  console.info(`FAST_CHECK_SEED=${seed}`)
  provide('fastCheckSeed', seed)
}
