import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A cable between a client and a server that can be cut, that can swallow what the server says, and that can be slow. */
export interface Cable {
  readonly port: number
  /** Every connection is gone, and new ones are refused, until mended. */
  cut(): void
  mend(): void
  /** From now on what the server answers is lost on the way. */
  swallowAnswers(): void
  /** From now on what either side says takes so long, one piece after another; `Infinity` for as long as that. 0 for at once. */
  slow(delayMs: number): void
  /** Cut just before the server hears the nth piece of what clients say, counted from the first. */
  cutAt(piece: number, onCut: () => void): void
  /** How many connections were made so far. */
  readonly connections: () => number
  close(): Promise<void>
}

export async function openCable(target: number, host = '127.0.0.1'): Promise<Cable> {
  const sockets = new Set<Socket>()
  let isCut = false
  let swallows = false
  let connections = 0
  let delayMs = 0
  let slowed = Promise.withResolvers<void>()
  let said = 0
  let cutting: { readonly piece: number; readonly onCut: () => void } | null = null
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  }
  const travel = async (): Promise<void> => {
    while (delayMs === Number.POSITIVE_INFINITY) await slowed.promise
    if (delayMs > 0) await sleep(delayMs)
  }
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  const isCutNow = (): boolean => {
    said += 1
    if (said !== cutting?.piece) return isCut
    cut()
    cutting.onCut()
    return true
  }
  const carry = (from: Socket, to: Socket, isLost: () => boolean): void => {
    let underWay = 0
    let last = Promise.resolve()
    const arrive = (bytes: Buffer): void => {
      if (!isLost() && to.writable) to.write(bytes)
    }
    from.on('data', (bytes: Buffer) => {
      if (delayMs === 0 && underWay === 0) return arrive(bytes)
      underWay += 1
      last = last.then(travel).then(() => {
        underWay -= 1
        arrive(bytes)
      })
    })
    from.on('close', () => void last.then(() => to.destroy()))
  }
  const server = createServer((client) => {
    keep(client)
    if (isCut) return void client.destroy()
    connections += 1
    const upstream = connect(target, host)
    keep(upstream)
    carry(client, upstream, isCutNow)
    carry(upstream, client, () => swallows)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const slow = (ms: number): void => {
    delayMs = ms
    slowed.resolve()
    slowed = Promise.withResolvers()
  }
  return {
    port,
    cut,
    cutAt(piece, onCut) {
      cutting = { piece, onCut }
    },
    mend() {
      isCut = false
      swallows = false
      slow(0)
    },
    swallowAnswers() {
      swallows = true
    },
    slow,
    connections: () => connections,
    async close() {
      cut()
      slow(0)
      server.close()
      await once(server, 'close')
    },
  }
}
