import fc from 'fast-check'
import { breachesAfter } from './history.ts'
import { histories } from './steps.ts'

const seed = Number(process.argv[2])
const pattern = new RegExp(process.argv[3] ?? '.')
const runs = Number(process.argv[4] ?? 60)
const limit = Number(process.argv[5] ?? 200)
let last: string[] = []
const r = await fc.check(
  fc.asyncProperty(histories(40), async (h) => {
    const b = await breachesAfter(h).catch((e) => ['THROWN ' + e.stack])
    const hit = b.filter((x) => pattern.test(x))
    if (hit.length) last = hit
    return hit.length === 0
  }),
  { seed, numRuns: runs, interruptAfterTimeLimit: limit * 1000 },
)
console.log('runs', r.numRuns, 'shrinks', r.numShrinks, 'seed', r.seed, 'path', r.counterexamplePath)
for (const m of (r.counterexample?.[0] as any) ?? []) console.log(JSON.stringify(m))
console.log(last)
