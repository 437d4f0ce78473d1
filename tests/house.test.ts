import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/** The rules of the house, as a test: who may import whom, how long a file may be, what no file may hold. */

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', '*.mjs'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '')
const source = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const isTest = (file: string) => /\.test\.ts$|[.-]child\.ts$|\/testing\/|(^|\/)contract(\.ts$|\/)|^tests\//.test(file)
const production = files.filter((file) => !isTest(file))

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

function importsOf(file: string): readonly Import[] {
  const pattern = /^(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm
  return [...source.get(file)!.matchAll(pattern)].map(([, type, ...specifiers]) => {
    const specifier = specifiers.find((each) => each !== undefined)!
    const to = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier
    return { from: file, to, typeOnly: type !== undefined }
  })
}

const roomOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path)
const rooms = [
  'domain',
  'projections',
  'commands',
  'replay',
  'api',
  'stores',
  'connectors',
  'demo',
  'bench',
  'threads',
  'compose',
  'protocol',
]
const isPort = (path: string) => /^(stores\/[a-z-]+|connectors)\/port\.ts$/.test(path) || /^commands\/ports\//.test(path)

/** Rooms each room may import values from, beside itself. Types may also come from any port. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  projections: ['domain'],
  commands: ['domain', 'projections'],
  protocol: [],
  stores: ['domain', 'protocol'],
  connectors: ['domain'],
  threads: ['domain', 'projections', 'stores'],
  replay: ['domain', 'projections', 'commands', 'compose', 'demo'],
  api: ['domain', 'projections', 'commands', 'replay', 'protocol'],
  demo: ['domain', 'projections', 'commands', 'compose', 'replay'],
  compose: ['domain', 'projections', 'commands', 'stores', 'connectors', 'replay', 'threads'],
  bench: rooms,
}

const ports = 'stores'
const allowed = ({ from, to, typeOnly }: Import): boolean => {
  const [here, there] = [roomOf(from), roomOf(to)]
  if (!rooms.includes(there) || here === there) return true
  if (mayImport[here]?.includes(there)) return true
  return isPort(to) && (typeOnly || there === ports)
}

/** One path for each circle, found by walking down from every file that was not yet walked through. */
function circles(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    else if (!done.has(file)) {
      for (const next of edges.get(file) ?? []) walk(next, [...path, file])
      done.add(file)
    }
  }
  for (const file of edges.keys()) walk(file, [])
  return found
}

describe('the house', () => {
  test('has arrows that point inward only', () => {
    const broken = production
      .filter((file) => mayImport[roomOf(file)] !== undefined)
      .flatMap(importsOf)
      .filter((each) => !allowed(each))
    expect(broken.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('keeps the domain pure: nothing but itself and zod, no clock, no randomness, no logger', () => {
    const domain = production.filter((file) => file.startsWith('domain/'))
    const foreign = domain.flatMap(importsOf).filter(({ to }) => !to.startsWith('domain/') && to !== 'zod')
    expect(foreign).toEqual([])
    expect(
      domain.filter((file) =>
        /\bDate\.now\b|new Date\(\)|Math\.random|\bconsole\.|\bprocess\.(env|stdout)|setTimeout/.test(source.get(file)!),
      ),
    ).toEqual([])
  })

  test('has no circle of imports, not even of types', () => {
    expect(circles(new Map(files.map((file) => [file, importsOf(file).map(({ to }) => to)])))).toEqual([])
  })

  test('lets the generator of the demo share no code with the connectors', () => {
    expect(
      files
        .filter((file) => file.startsWith('demo/'))
        .flatMap(importsOf)
        .filter(({ to }) => to.startsWith('connectors')),
    ).toEqual([])
  })

  test('has small files', () => {
    const lengths = production.map((file) => [file, source.get(file)!.split('\n').length] as const).sort(([, a], [, b]) => b - a)
    expect(lengths.filter(([, lines]) => lines > 400)).toEqual([])
    expect(lengths[Math.floor(lengths.length / 2)]![1]).toBeLessThanOrEqual(75)
  })

  test('holds no unfinished business', () => {
    const unfinished = files.filter(
      (file) => file !== 'tests/house.test.ts' && /\b(TODO|FIXME|XXX|HACK)\b|\.only\(|@ts-ignore|@ts-nocheck/.test(source.get(file)!),
    )
    expect(unfinished).toEqual([])
  })

  test('lets every deadline of the table pass in a test that is there', () => {
    const [, , ...rows] = readFileSync('docs/deadlines.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'))
    expect(rows.length).toBeGreaterThan(20)
    const testsOf = (row: string) =>
      [
        ...row
          .split('|')
          .at(-2)!
          .matchAll(/`([^`]+)`/g),
      ].map(([, name]) => `tests/spine/${name}.test.ts`)
    expect(rows.filter((row) => testsOf(row).length === 0)).toEqual([])
    expect(rows.flatMap(testsOf).filter((test) => !files.includes(test))).toEqual([])
  })

  test('names no host of a registry in any file, and no download address in the lock file', () => {
    const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' })
      .split('\n')
      .filter((file) => file !== '')
    const lock = readFileSync('package-lock.json', 'utf8')
    expect(lock).not.toContain('"resolved": "http')
    const registries = new RegExp(['registry\\.npmjs', 'npmmirror', 'registry\\.yarnpkg'].join('|'))
    expect(
      tracked
        .filter((file) => file !== 'tests/house.test.ts' && /\.(ts|mjs|json|ya?ml|md)$|^\.npmrc$|run$/.test(file))
        .filter((file) => registries.test(readFileSync(file, 'utf8'))),
    ).toEqual([])
  })
})
