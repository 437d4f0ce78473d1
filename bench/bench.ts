import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeMachine, type Machine } from './machine.ts'

/** One measured figure beside what bounds it: the same work without us, or a peer, in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly limit?: { readonly name: string; readonly value: number }
  /** Lowest and highest of the repetitions `value` is the median of. */
  readonly range?: readonly [number, number]
}

export interface BenchResult {
  readonly bench: string
  readonly machine: Machine
  readonly figures: readonly Figure[]
  readonly notes?: readonly string[]
}

export interface BenchOptions {
  /** Scales the work: 1 for the documented figures, less for a quick look. */
  readonly scale: number
  readonly onProgress: (line: string) => void
}

export interface Bench {
  run(options: BenchOptions): Promise<Omit<BenchResult, 'bench' | 'machine'>>
}

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const HELPERS = new Set(['bench', 'machine'])

function names(): string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  return files.map((file) => file.slice(0, -3)).filter((name) => !HELPERS.has(name))
}

export async function runBench(name: string, options: BenchOptions): Promise<BenchResult> {
  const bench: Bench = await import(new URL(`./${name}.ts`, import.meta.url).href)
  const measured = await bench.run(options)
  // Load and sync time are taken after the run too, so that they belong to it.
  return { bench: name, machine: await describeMachine(), ...measured }
}

function print({ bench, machine, figures, notes = [] }: BenchResult): void {
  console.log(`${bench} on ${machine.cpus} x ${machine.cpu}, Node ${machine.node}`)
  console.log(`load ${machine.load.join(' ')}, fdatasync of 4 KiB p50 ${machine.syncMicros.p50} us, p99 ${machine.syncMicros.p99} us`)
  for (const { name, value, unit, limit, range } of figures) {
    const spread = range === undefined ? '' : ` (${format(range[0])} to ${format(range[1])})`
    const share = limit === undefined ? '' : `, ${Math.round((100 * value) / limit.value)} % of ${limit.name} ${format(limit.value)}`
    console.log(`  ${name}: ${format(value)} ${unit}${spread}${share}`)
  }
  for (const note of notes) console.log(`  ${note}`)
}

const format = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 })

export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words.filter((word) => !word.startsWith('--'))
  if (name === undefined || rest.length > 0 || !names().includes(name)) {
    console.error(`Usage: npm run bench -- <name> [--json] [--scale=0.1], where <name> is one of ${names().join(', ')}`)
    return 2
  }
  const scale = Number(words.find((word) => word.startsWith('--scale='))?.slice('--scale='.length) ?? 1)
  const result = await runBench(name, { scale, onProgress: (line) => console.error(line) })
  if (words.includes('--json')) console.log(JSON.stringify(result))
  else print(result)
  return 0
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
