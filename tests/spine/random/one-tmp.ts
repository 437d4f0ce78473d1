import fc from 'fast-check'
import { breachesAfter } from './history.ts'
import { histories } from './steps.ts'
import { openWorld } from './world.ts'

let t = performance.now()
const w = await openWorld()
console.log('open', performance.now() - t)
t = performance.now()
await w.close()
console.log('close', performance.now() - t)
const seed = Number(process.argv[2] ?? 1),
  n = Number(process.argv[3] ?? 5)
const kinds = new Map<string, [number, string]>()
for (const [i, h] of fc.sample(histories(40), { numRuns: n, seed }).entries()) {
  t = performance.now()
  let b: string[]
  try {
    b = await breachesAfter(h)
  } catch (e) {
    b = ['THROWN ' + String((e as Error).stack).slice(0, 400)]
  }
  for (const each of new Set(b.map((x) => x.replace(/\d+/g, '#')))) {
    const k = kinds.get(each.slice(0, 120)) ?? [0, `run ${i}`]
    kinds.set(each.slice(0, 120), [k[0] + 1, k[1]])
  }
  if (i < 3) console.log(h.length, Math.round(performance.now() - t) + 'ms', b.slice(0, 3))
}
for (const [k, v] of [...kinds].sort((a, b) => b[1][0] - a[1][0])) console.log(v, k)
console.log(process.cpuUsage())
