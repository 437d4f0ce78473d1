import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { BSON } from 'mongodb'

/** A change that a process asks of the document store. */
export interface Change {
  readonly command: string
  readonly collection: string
  /** Of the one document it is about; null for several at once. */
  readonly id: string | null
  /** The new body of that document. */
  readonly body: Readonly<Record<string, unknown>> | null
}

/**
 * What becomes of a change: it passes; or from its arrival nothing passes any more, as when the process dies before the store hears of it; or
 * the store does it, and then nothing passes any more, as when the process dies before it hears so; or it, or the answer to it, waits until it
 * is released.
 */
export type Fate = 'pass' | 'end-before' | 'end-after' | 'wait' | 'answer-waits'

/** Between one process and the document store. It understands what passes. */
export interface DocumentsProxy {
  readonly port: number
  /** All that came by so far. */
  readonly changes: () => readonly Change[]
  /** What waits goes on. */
  release(): void
  close(): Promise<void>
}

export interface DocumentsProxyOptions {
  readonly target: { readonly host: string; readonly port: number }
  /** @param number 1 for the first change that comes by */
  readonly fateOf?: (change: Change, number: number) => Fate
  /** The process finds another collection, with a name as long, where it looks for the leases. */
  readonly leases?: string
  /** When nothing passes any more. */
  readonly onEnd?: () => void
}

const HEADER_BYTES = 16
const OP_MSG = 2_013
/** Not `create` and `createIndexes`: every start asks for them again, and they find what they would make. */
const changing = new Set(['insert', 'update', 'delete', 'findAndModify', 'drop'])

/** Cuts what comes over a connection into messages of the protocol. */
function messagesOf(onMessage: (message: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      onMessage(rest.subarray(0, rest.readInt32LE(0)))
      rest = rest.subarray(rest.readInt32LE(0))
    }
  }
}

/** Null for what changes nothing. Beats of leases are left out: they come by the clock, whatever the process is at. */
function changeIn(message: Buffer): Change | null {
  if (message.readInt32LE(12) !== OP_MSG) return null
  const asked = BSON.deserialize(message.subarray(HEADER_BYTES + 5), { allowObjectSmallerThanBufferSize: true })
  const command = Object.keys(asked)[0]!
  const collection = String(asked[command])
  if (!changing.has(command) || collection === 'leases') return null
  const body = asked.update?.$set?.body
  const clauses: readonly { readonly _id?: string }[] = asked.query?.$and ?? []
  const id = clauses.find(({ _id }) => _id !== undefined)?._id ?? null
  return { command, collection, id, body: typeof body === 'string' ? JSON.parse(body) : null }
}

const requestIdOf = (message: Buffer): number => message.readInt32LE(4)
const answeredIdOf = (message: Buffer): number => message.readInt32LE(8)

const LEASES = 'leases'

/** The same message about another collection. */
function renamed(message: Buffer, from: string, to: string): Buffer {
  if (from === to) return message
  return Buffer.from(message.toString('latin1').replaceAll(`${from}\0`, `${to}\0`), 'latin1')
}

export async function openDocumentsProxy(options: DocumentsProxyOptions): Promise<DocumentsProxy> {
  const { target, fateOf = () => 'pass', leases = LEASES, onEnd = () => undefined } = options
  const sockets = new Set<Socket>()
  const changes: Change[] = []
  const waiting: (() => void)[] = []
  let isOver = false

  const end = (): void => {
    isOver = true
    onEnd()
    for (const socket of sockets) socket.destroy()
  }
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  }
  const fate = (message: Buffer): Fate => {
    const change = changeIn(message)
    return change === null ? 'pass' : fateOf(change, changes.push(change))
  }

  const server = createServer((client) => {
    keep(client)
    const upstream = connect(target)
    keep(upstream)
    let last: number | null = null
    let late: number | null = null
    const ask = messagesOf((message) => {
      if (isOver) return
      const becomes = fate(message)
      if (becomes === 'end-before') return end()
      if (becomes === 'wait') return void waiting.push(() => upstream.write(message))
      if (becomes === 'end-after') last = requestIdOf(message)
      if (becomes === 'answer-waits') late = requestIdOf(message)
      upstream.write(renamed(message, LEASES, leases))
    })
    const answer = messagesOf((message) => {
      if (isOver) return
      if (answeredIdOf(message) === last) return end()
      if (answeredIdOf(message) === late) return void waiting.push(() => client.write(message))
      client.write(message)
    })
    client.on('data', ask).on('close', () => upstream.destroy())
    upstream.on('data', answer).on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as { port: number }).port,
    changes: () => changes,
    release() {
      for (const go of waiting.splice(0)) go()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
