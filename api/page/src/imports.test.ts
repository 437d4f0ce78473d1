import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const folder = import.meta.dirname
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
const imports = new Map(
  files.map((file) => {
    const found = readFileSync(join(folder, file), 'utf8').matchAll(/^(?:import|export)\b[^'"`;]*?from\s+'(\.[^']+)'/gm)
    return [file, [...found].map(([, path]) => normalize(join(dirname(file), path!)))]
  }),
)

/** A way from a file back to itself; null when there is none. */
function circleThrough(start: string): readonly string[] | null {
  const seen = new Set<string>()
  const ways = [[start]]
  for (let way = ways.pop(); way !== undefined; way = ways.pop())
    for (const next of imports.get(way.at(-1)!) ?? []) {
      if (next === start) return [...way, next]
      if (!seen.has(next)) ways.push([...way, next])
      seen.add(next)
    }
  return null
}

test('no file of the page imports itself, by however many others', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(files.map(circleThrough).filter((circle) => circle !== null)).toEqual([])
})

test('what asks the server knows nothing of the rest of the page', () => {
  const outward = [...imports].filter(([file]) => file.startsWith('api/')).flatMap(([, paths]) => paths)
  expect(outward.filter((path) => !path.startsWith('api/') && !path.startsWith('..'))).toEqual([])
})
