import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { forms, type Heard, type SimulatedChannel } from './forms.ts'

/**
 * Channels over real HTTP, slow, wrong, repeating themselves and dying when told to. It shares no code with the connectors: what it reads
 * and answers is put together here by hand, and so are the signatures it checks.
 */

/**
 * What it does with the next message. `die` hangs up before it took anything, `dieAfter` once it did; `silent` takes it and never says so;
 * `late` says nothing and takes it only once it is let go, in whatever order that is.
 */
export type Mood = 'well' | 'die' | 'dieAfter' | 'silent' | 'late' | 'garbage' | 'broken' | `refuse:${string}`

function whatOf(heard: Exclude<Heard, { kind: 'stock' }>): string {
  switch (heard.kind) {
    case 'shipped':
      return `${heard.order}/${heard.waybill}`
    case 'delivered':
      return `${heard.order}/${heard.shipment}/delivered`
    case 'installed':
      return `${heard.order}/${heard.card}/installed`
    case 'closed':
      return `${heard.order}/closed`
    case 'case':
      return `${heard.refund}/${heard.does}`
  }
}

export async function startChannels(secret: string) {
  /** What each channel shows by now, by its SKU. */
  const shown = new Map<string, number>()
  /** Parcels and deliveries it knows, and how often each came to it. */
  const told = new Map<string, number>()
  const received: { channel: SimulatedChannel; heard: Heard }[] = []
  /** What the newest version of a case is, where it is said. */
  const versions = new Map<string, string>()
  const forged: string[] = []
  const moods: Mood[] = []
  const late: (() => void)[] = []
  /** Which moods strike by themselves, drawn for each message; none when null. */
  let weather: (() => Mood) | null = null
  let held: (() => void)[] | null = null
  const load = { now: 0, most: 0 }

  /** Whether it is new to the channel: a parcel is told of once, and said to be known from then on, as channels do. */
  function take(channel: SimulatedChannel, heard: Heard): boolean {
    if (heard.kind === 'stock') {
      shown.set(`${channel}/${heard.sku}`, heard.quantity)
      return true
    }
    const what = whatOf(heard)
    const times = told.get(`${channel}/${what}`) ?? 0
    told.set(`${channel}/${what}`, times + 1)
    return times === 0
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const url = new URL(request.url ?? '/', 'http://channels')
    const channel = url.pathname.split('/')[1] as SimulatedChannel
    const form = forms[channel]
    if (!form.isSigned(secret, url, body, request.headers)) {
      forged.push(`${channel} ${body}`)
      response.end(form.refused('1'))
      return
    }
    const heard = form.hear(url, body)
    received.push({ channel, heard })
    const mood = moods.shift() ?? weather?.() ?? 'well'
    if (mood === 'die') return void request.socket.destroy()
    if (mood === 'late') return void late.push(() => void take(channel, heard))
    if (mood.startsWith('refuse:')) return void response.end(form.refused(mood.slice('refuse:'.length)))
    if (heard.kind === 'case' && heard.version !== null && heard.version !== (versions.get(heard.refund) ?? heard.version))
      return void response.end(form.refused('isv.stale'))
    const isNew = take(channel, heard)
    if (held !== null) await new Promise<void>((go) => held!.push(go))
    if (mood === 'dieAfter') request.socket.destroy()
    else if (mood === 'silent') return
    else if (mood === 'garbage') response.end('<html>maintenance</html>')
    else if (mood === 'broken') response.writeHead(502).end('bad gateway')
    else response.end(isNew ? form.taken(url, body) : form.refused(channel === 'wechat-shop' ? '9' : 'REPEATED'))
  }

  const server = createServer((request, response) => {
    load.now += 1
    load.most = Math.max(load.most, load.now)
    response.on('close', () => {
      load.now -= 1
    })
    void answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo

  return {
    url: (channel: SimulatedChannel) => `http://127.0.0.1:${port}/${channel}`,
    shown,
    told,
    received,
    versions,
    forged,
    load,
    quantities: (channel: SimulatedChannel, sku: string) =>
      received.flatMap(({ channel: of, heard }) => (of === channel && heard.kind === 'stock' && heard.sku === sku ? [heard.quantity] : [])),
    /** What it does with the next messages, one after another. */
    feels: (...next: readonly Mood[]) => void moods.push(...next),
    storm(draw: (() => Mood) | null) {
      weather = draw
    },
    /** Takes what came late, the last of them first. */
    letComeLate() {
      for (const arrive of late.splice(0).reverse()) arrive()
    },
    hold() {
      held = []
    },
    heldBack: () => held?.length ?? 0,
    letGo() {
      for (const go of held ?? []) go()
      held = null
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((stopped) => server.close(stopped))
    },
  }
}

export type Channels = Awaited<ReturnType<typeof startChannels>>
