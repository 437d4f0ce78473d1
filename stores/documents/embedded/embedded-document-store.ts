import { join, resolve } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { Collection, CollectionDefinition, DocumentStore, Fields } from '../port.ts'
import { checkDefinition, checkName } from '../rules.ts'
import { gatherAhead } from './building.ts'
import { createShape, namesIn, shapeOf } from './catalogue.ts'
import { embeddedCollection } from './collection.ts'
import type { Database } from './database.ts'
import { change, databaseOn, mustBeOpen, readOnly, statement, transaction } from './database.ts'
import { flushDatabase } from './flush.ts'
import { lockForWriting, openBeside, openForReading, openForWriting } from './folder.ts'
import { gainIndexes } from './indexing.ts'
import type { Limits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { endThread } from './maintenance.ts'
import type { Shape } from './shape.ts'
import { sweep } from './sweep.ts'
import { grantTurns, type LentFile, takingTurns } from './turns.ts'

export interface EmbeddedDocumentsOptions {
  readonly folder: string
  /** Opens beside the writer, in this process or another; shows what is committed. */
  readonly readOnly?: boolean
  readonly limits?: Limits
}

export interface EmbeddedDocumentStore extends DocumentStore {
  /**
   * What another thread of this process needs to write collections of its own into the same file, turn by turn with this store, until it
   * ends. They can be asked for here once it has written its last. The port in it has to be transferred.
   */
  lend(): LentFile
}

const FILE = 'documents.db'

/**
 * Read models on local disk, in one SQLite file. One process writes a folder; others may read it beside.
 * @throws DocumentStoreError LOCKED, MISSING (for reading), FORMAT, CORRUPT
 */
export async function openEmbeddedDocuments(options: EmbeddedDocumentsOptions): Promise<EmbeddedDocumentStore> {
  const folder = resolve(options.folder)
  const { readOnly = false, limits = DEFAULT_LIMITS } = options
  return readOnly ? readingStore(join(folder, FILE), limits) : await writingStore(folder, limits)
}

/** The store of a thread that was lent the file. Nobody waits for its event loop: what takes long is done in it. */
export function openLentDocuments({ file, turns }: LentFile): DocumentStore {
  const limits = { ...DEFAULT_LIMITS, rowsOnTheSpot: Number.POSITIVE_INFINITY }
  const alone = takingTurns(turns)
  const database = databaseOn(file, openBeside(file), { limits, dirty: true, alone, openSnapshot: () => openForReading(file) })
  const store = storeOn(database, () => turns.close())
  return {
    ...store,
    collection: async (definition) => {
      const shape = definition.loading ? undefined : shapeOf(database, definition.name)
      if (shape) gatherAhead(database, shape)
      return store.collection(definition)
    },
  }
}

async function writingStore(folder: string, limits: Limits): Promise<EmbeddedDocumentStore> {
  const file = join(folder, FILE)
  const lock = lockForWriting(folder)
  try {
    const database = databaseOn(file, openForWriting(file), { limits, dirty: true, openSnapshot: () => openForReading(file) })
    await change(database, () => sweep(database))
    return { ...storeOn(database, () => lock.close()), lend: () => lent(database) }
  } catch (failure) {
    lock.close()
    throw failure
  }
}

function lent(database: Database): LentFile {
  mustBeOpen(database)
  const { port1, port2 } = new MessageChannel()
  grantTurns(database, port1)
  return { file: database.file, turns: port2 }
}

function storeOn(database: Database, release: () => void): DocumentStore {
  const shapes = new Map<string, Shape>()
  const opened = async (definition: CollectionDefinition): Promise<void> => {
    const { name } = definition
    const shape = shapes.get(name) ?? shapeOf(database, name) ?? createShape(database, name)
    shapes.set(name, shape)
    await gainIndexes(database, shape, definition)
  }
  return {
    collection: async <Body = Fields>(definition: CollectionDefinition) => {
      checkDefinition(definition)
      await change(database, () => opened(definition))
      const shape = shapes.get(definition.name)
      return embeddedCollection(database, definition.name, () =>
        shapes.get(definition.name) === shape ? shape : undefined,
      ) as unknown as Collection<Body>
    },
    names: async () => namesIn(database),
    drop: async (name) => {
      checkName(name)
      await change(database, async () => {
        shapes.delete(name)
        transaction(database, () => statement(database, 'UPDATE catalogue SET name = NULL WHERE name = ?').run(name))
        await sweep(database)
      })
    },
    flush: () => change(database, () => flushDatabase(database)),
    close: async () => {
      if (database.state === 'closed') return
      await change(database, () => flushDatabase(database)).catch(() => {})
      database.state = 'closed'
      await endThread(database)
      shut(database)
      release()
    },
  }
}

function readingStore(file: string, limits: Limits): EmbeddedDocumentStore {
  const database = databaseOn(file, openForReading(file), { limits, readOnly: true, openSnapshot: () => openForReading(file) })
  return {
    collection: async <Body = Fields>(definition: CollectionDefinition) => {
      checkDefinition(definition)
      mustBeOpen(database)
      return embeddedCollection(database, definition.name, () => shapeOf(database, definition.name)) as unknown as Collection<Body>
    },
    names: async () => namesIn(database),
    drop: (name) => change(database, () => checkName(name)),
    flush: async () => mustBeOpen(database),
    lend: () => {
      throw readOnly(database)
    },
    close: async () => {
      if (database.state !== 'closed') shut(database)
    },
  }
}

function shut(database: Database): void {
  database.state = 'closed'
  database.statements.clear()
  for (const connection of database.idleSnapshots.splice(0)) connection.close()
  database.connection.close()
}
