import { Session } from 'node:inspector'
import { writeFileSync } from 'node:fs'
import { openSpine, appOrder, start } from './harness.ts'
const spine = await openSpine()
const skus = Array.from({length: 30}, (_, i) => `sku${i}`)
await spine.define({ skus, locations: Array.from({length: 40}, (_, i) => `L${i}`) })
for (const sku of skus) await spine.receive(sku, 'L3', 100000)
const n = Number(process.argv[2] ?? 2000)
const prof = process.argv[3]
async function run(from: number, count: number) {
  for (let batch = from; batch < from + count / 50; batch++) {
    await Promise.all(Array.from({length: 50}, (_, i) => spine.send(appOrder(`${batch}-${i}`, { skus: [skus[(batch*7+i)%30]!], at: start + batch*1000, paid: false }))))
    await spine.drain()
    await Promise.all(Array.from({length: 50}, (_, i) => spine.send(appOrder(`${batch}-${i}`, { skus: [skus[(batch*7+i)%30]!], at: start + batch*1000, modifiedAt: start + batch*1000 + 60000 }))))
    await spine.drain()
    if (batch % 4 === 3) await spine.pass(10)
  }
}
await run(0, 500)
const session = new Session(); session.connect()
const post = (m: string, p: object = {}) => new Promise<any>((ok, no) => session.post(m as any, p as any, (e: any, r: any) => e ? no(e) : ok(r)))
if (prof) { await post('Profiler.enable'); await post('Profiler.setSamplingInterval', { interval: 500 }); await post('Profiler.start') }
const cpu0 = process.cpuUsage(); const th0 = (process as any).threadCpuUsage(); const t0 = Date.now()
await run(10, n)
const c = process.cpuUsage(cpu0); const th = (process as any).threadCpuUsage(th0)
if (prof) { const { profile } = await post('Profiler.stop'); writeFileSync(prof, JSON.stringify(profile)) }
const ms = (x: any) => +((x.user + x.system)/1000/n).toFixed(2)
let events = 0; for await (const page of spine.ledger.events.readAll({})) events += page.events.length
console.log(JSON.stringify({ n, wallMsPerOrder: (Date.now()-t0)/n, cpuMsPerOrder: ms(c), mainThread: ms(th), sys: +(c.system/1000/n).toFixed(2), head: String(await spine.ledger.events.head()), events }))
await spine.close()
