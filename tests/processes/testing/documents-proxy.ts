import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { BSON } from 'mongodb'

/** A change that a process asks of the document store. */
export interface Change {
  readonly command: string
  readonly collection: string
}

/** Between one process and the document store. It understands what passes, and kills the process at a change it was told to. */
export interface DocumentsProxy {
  readonly port: number
  /** Changes that came by so far, the fatal one included. */
  readonly changes: () => readonly Change[]
  /**
   * At the nth change the process dies: before the store has heard of it, or after the store did it and before the process heard so.
   * From then on nothing passes any more.
   */
  killAt(death: { readonly at: number; readonly when: 'before' | 'after'; readonly kill: () => void }): void
  close(): Promise<void>
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
  const body = BSON.deserialize(message.subarray(HEADER_BYTES + 5), { allowObjectSmallerThanBufferSize: true })
  const command = Object.keys(body)[0]!
  const collection = String(body[command])
  return changing.has(command) && collection !== 'leases' ? { command, collection } : null
}

export async function openDocumentsProxy(target: URL): Promise<DocumentsProxy> {
  const sockets = new Set<Socket>()
  const changes: Change[] = []
  let death: Parameters<DocumentsProxy['killAt']>[0] | null = null
  let isDead = false

  const die = (): void => {
    isDead = true
    death!.kill()
    for (const socket of sockets) socket.destroy()
  }
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  }

  const server = createServer((client) => {
    keep(client)
    const upstream = connect(Number(target.port), target.hostname)
    keep(upstream)
    let lastWords: number | null = null
    const ask = messagesOf((message) => {
      if (isDead) return
      const change = changeIn(message)
      if (change !== null) changes.push(change)
      if (change !== null && death?.at === changes.length) {
        if (death.when === 'before') return die()
        lastWords = message.readInt32LE(4)
      }
      upstream.write(message)
    })
    const answer = messagesOf((message) => {
      if (isDead) return
      if (lastWords !== null && message.readInt32LE(8) === lastWords) return die()
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
    killAt(given) {
      death = given
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
