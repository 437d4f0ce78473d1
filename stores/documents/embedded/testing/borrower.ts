import { parentPort, workerData } from 'node:worker_threads'
import { openLentDocuments } from '../embedded-document-store.ts'
import type { LentFile } from '../turns.ts'

/** A thread that was lent a file: writes rounds into a collection of its own, then closes, or dies while it has the turn. */
const { lent, name, rounds, dies } = workerData as { lent: LentFile; name: string; rounds: number; dies: boolean }

const store = openLentDocuments(lent)
const indexes = [{ fields: ['round'] }, { fields: ['tags', 'round'] }]
const collection = await store.collection({ name, indexes, loading: true })
for (let round = 1; round <= rounds; round += 1) {
  await collection.write(
    Array.from({ length: 100 }, (_, at) => ({ id: `d${at}`, position: BigInt(round), body: { round, tags: [at % 3, round] } })),
  )
}
if (dies) {
  lent.turns.postMessage('take')
  lent.turns.once('message', () => process.exit(1))
} else {
  await store.collection({ name, indexes })
  await store.close()
  parentPort!.close()
}
