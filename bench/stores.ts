import { once } from 'node:events'
import fs from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { clientNames } from '../stores/events/eventstoredb/client-names.ts'
import type { BenchOptions, BenchResult, Figure } from './bench.ts'
import { median, scratch } from './machine.ts'
import { throughPort } from './stores/adapters.ts'
import { throughApiProcesses } from './stores/api-processes.ts'
import { openDoorThread } from './stores/door.ts'
import { type Measured, observedOfServer } from './stores/observed.ts'
import type { OfficialWork } from './stores/official-thread.ts'
import { rebuilds } from './stores/rebuild.ts'
import { type Target, targets } from './stores/targets.ts'
import { measure } from './stores/work.ts'

/*
 * The same work asked of every store that can be reached, in turns: appends one after another, many at once, in batches; the whole log read;
 * a subscription from its start until it is live. Through our port beside the embedded store, and by the official clients' own calls
 * at the door beside what a real server was seen to do. Then all read models rebuilt from and into each, and one SKU sold by one API process and by
 * four.
 */
const ROUNDS = 3

type Rates = ReadonlyMap<Measured, number>

export async function run(options: BenchOptions): Promise<Omit<BenchResult, 'bench' | 'machine'>> {
  const folder = scratch('stores')
  try {
    const ours = await inTurns(
      targets().map((target) => ({ name: target.name, once: () => measureTarget(target, folder, options.scale) })),
      options,
    )
    const official = await inTurns(
      clientNames.map((client) => ({
        name: `official ${client} at the door`,
        once: () => measureOfficial(client, folder, options.scale),
      })),
      options,
    )
    const rebuilt = await rebuilds(folder, options)
    const apis = await throughApiProcesses(options)
    const embeddedRates = ours[0]!.rates
    return {
      figures: [
        ...ours.flatMap(({ name, rates }) =>
          figuresOf(name, rates, (what) =>
            rates === embeddedRates ? null : { name: 'embedded', value: median(embeddedRates.get(what)!) },
          ),
        ),
        ...official.flatMap(({ name, rates }) =>
          figuresOf(name, rates, (what) => ({ name: 'EventStoreDB 24.2 as observed', value: observedOfServer[what] })),
        ),
        ...rebuilt.figures,
        ...apis.figures,
      ],
      notes: [...rebuilt.notes, ...apis.notes],
    }
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

/** Each once, then each again: all meet the same weather. */
async function inTurns(all: readonly { readonly name: string; once(): Promise<Rates> }[], { onProgress }: BenchOptions) {
  const found = all.map(({ name }) => ({ name, rates: new Map<Measured, number[]>() }))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [place, { name, once }] of all.entries()) {
      const { rates } = found[place]!
      for (const [what, rate] of await once()) rates.set(what, [...(rates.get(what) ?? []), rate])
      onProgress(`round ${round + 1}: ${name} measured`)
    }
  }
  return found
}

const figuresOf = (
  name: string,
  rates: ReadonlyMap<Measured, readonly number[]>,
  limitOf: (what: Measured) => Figure['limit'] | null,
): readonly Figure[] =>
  [...rates].map(([what, values]) => {
    const limit = limitOf(what) ?? undefined
    return {
      ...{ name: `${what}: ${name}`, value: median(values), unit: 'events/s' },
      range: [Math.min(...values), Math.max(...values)] as const,
      ...(limit && { limit }),
    }
  })

async function measureTarget(target: Target, folder: string, scale: number): Promise<Rates> {
  const { store, close } = await target.open(folder)
  const rates = await measure(throughPort(store), scale)
  await close()
  return rates
}

async function measureOfficial(client: OfficialWork['client'], folder: string, scale: number): Promise<Rates> {
  const door = await openDoorThread(join(folder, `official-${client}`))
  const workerData: OfficialWork = { client, port: door.port, scale }
  const [rates] = await once(new Worker(new URL('./stores/official-thread.ts', import.meta.url), { workerData }), 'message')
  await door.close()
  return rates
}
