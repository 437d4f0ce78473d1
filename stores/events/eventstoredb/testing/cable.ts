import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A cable between a client and a server that can be cut, and that can swallow what the server says. */
export interface Cable {
  readonly port: number
  /** Every connection is gone, and new ones are refused, until mended. */
  cut(): void
  mend(): void
  /** From now on what the server answers is lost on the way. */
  swallowAnswers(): void
  /** How many connections were made so far. */
  readonly connections: () => number
  close(): Promise<void>
}

export async function openCable(target: number): Promise<Cable> {
  const sockets = new Set<Socket>()
  let isCut = false
  let swallows = false
  let connections = 0
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  }
  const server = createServer((client) => {
    keep(client)
    if (isCut) return void client.destroy()
    connections += 1
    const upstream = connect(target, '127.0.0.1')
    keep(upstream)
    client.pipe(upstream)
    upstream.on('data', (bytes) => {
      if (!swallows) client.write(bytes)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    cut() {
      isCut = true
      destroyAll()
    },
    mend() {
      isCut = false
      swallows = false
    },
    swallowAnswers() {
      swallows = true
    },
    connections: () => connections,
    async close() {
      destroyAll()
      server.close()
      await once(server, 'close')
    },
  }
}
