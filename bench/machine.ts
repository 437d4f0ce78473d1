import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'

/** What a figure depends on besides the code. */
export interface Machine {
  readonly cpu: string
  readonly cpus: number
  readonly memoryBytes: number
  readonly node: string
  /** Over 1, 5 and 15 minutes. */
  readonly load: readonly number[]
  /** Of 4 KiB written and synced, on the disk of the temporary folder. */
  readonly syncMicros: { readonly p50: number; readonly p99: number }
}

export async function describeMachine(): Promise<Machine> {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cpus: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    node: process.version,
    load: os.loadavg().map((load) => Math.round(load * 100) / 100),
    syncMicros: measureSync(),
  }
}

function measureSync(): Machine['syncMicros'] {
  const folder = scratch('sync')
  const file = fs.openSync(join(folder, 'file'), 'w')
  const bytes = Buffer.alloc(4_096, 1)
  const micros: number[] = []
  for (let n = 0; n < 200; n += 1) {
    fs.writeSync(file, bytes)
    const before = performance.now()
    fs.fdatasyncSync(file)
    micros.push((performance.now() - before) * 1_000)
  }
  fs.closeSync(file)
  fs.rmSync(folder, { recursive: true })
  return { p50: Math.round(quantile(micros, 0.5)), p99: Math.round(quantile(micros, 0.99)) }
}

/** A fresh folder on the disk of the temporary folder; whoever asked removes it. */
export const scratch = (name: string): string => fs.mkdtempSync(join(os.tmpdir(), `ledger-bench-${name}-`))

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)
