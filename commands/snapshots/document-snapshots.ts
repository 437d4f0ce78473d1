import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import type { Collection, DocumentStore, StoredDocument } from '../../stores/documents/port.ts'
import type { Snapshot, Snapshots } from './port.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** `content` is the base64 of zstd of the JSON of state and remembered commands: a large state must fit one document. */
type Body = {
  readonly stateVersion: number
  readonly revision: number
  readonly content: string
}

/** Snapshots in the collection `snapshots` of a document store: one document per stream, guarded by its position. */
export async function createDocumentSnapshots(store: DocumentStore): Promise<Snapshots> {
  const collection: Collection<Body> = await store.collection<Body>({ name: 'snapshots', indexes: [] })

  return {
    async read(stream, stateVersion) {
      const [document] = await collection.get([stream])
      if (document === undefined || document.body?.stateVersion !== stateVersion) return null
      return thaw(document, document.body)
    },
    async write({ stream, stateVersion, revision, position, state, remembered }) {
      const text = JSON.stringify({ state, remembered })
      const content = (await compress(text, fast)).toString('base64')
      const document = { id: stream, position, body: { stateVersion, revision, content } }
      const { skipped } = await collection.write([document])
      if (skipped > 0) await replaceOtherVersion(collection, document)
    },
  }
}

/** The guard keeps what has reached the same position, which after an upgrade may be a snapshot nobody can read any more. */
async function replaceOtherVersion(collection: Collection<Body>, { id, position, body }: StoredDocument<Body>): Promise<void> {
  const [stored] = await collection.get([id])
  if (!stored?.body || !body || stored.position !== position || stored.body.stateVersion === body.stateVersion) return
  await collection.compareAndSet(id, { stateVersion: stored.body.stateVersion }, body)
}

async function thaw({ id, position }: StoredDocument<Body>, { stateVersion, revision, content }: Body): Promise<Snapshot> {
  const text = (await decompress(Buffer.from(content, 'base64'))).toString()
  const { state, remembered } = JSON.parse(text) as Pick<Snapshot, 'state' | 'remembered'>
  return { stream: id, stateVersion, revision, position, state, remembered }
}
