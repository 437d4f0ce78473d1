import { openEmbeddedDocuments } from '../embedded-document-store.ts'

/** Writes and flushes for ever; sends the number of each round only after its flush, until it is killed. */

const [folder, first] = process.argv.slice(2) as [string, string]
const DOCUMENTS = 400

const store = await openEmbeddedDocuments({ folder, limits: { few: 2_000, keysAtOnce: 4_096, rowsPerCommit: 150, rowsOnTheSpot: 2_000 } })
const indexes = [{ fields: ['round', 'at'] }, { fields: ['tags', 'at'] }]
const things = await store.collection({ name: 'things', indexes })

for (let round = Number(first); ; round += 1) {
  const bodyOf = (at: number) => ({ round, at, tags: [`t${at % 5}`, `r${round}`], long: 'x'.repeat(500) })
  await things.write(Array.from({ length: DOCUMENTS }, (_, at) => ({ id: `d${at}`, position: BigInt(round), body: bodyOf(at) })))
  await things.insert({ id: `round-${round}`, position: BigInt(round), body: { done: round } })
  if (round % 7 === 0) {
    const other = await store.collection({ name: `other-${round}`, indexes: [{ fields: ['at'] }], loading: true })
    await other.write(Array.from({ length: 2_500 }, (_, at) => ({ id: `d${at}`, position: 1n, body: { at } })))
    await store.collection({ name: `other-${round}`, indexes: [{ fields: ['at'] }] })
    if (round > 7) await store.drop(`other-${round - 7}`)
  }
  await store.flush()
  process.send!(round)
}
