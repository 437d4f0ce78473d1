/** One server-sent event as it came. */
export interface Told {
  readonly id: string | null
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every kind
  readonly data: any
}

export interface Following {
  readonly status: number
  /** The next events, so many; fewer when the stream ended. */
  take(count: number, wanted?: (told: Told) => boolean): Promise<Told[]>
  readonly ended: () => boolean
  stop(): void
}

/** Reads server-sent events as an integrator would, frame by frame. */
export async function follow(url: string, key: string, headers: Record<string, string> = {}): Promise<Following> {
  const stopping = new AbortController()
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}`, ...headers }, signal: stopping.signal })
  // Taken at once: a body nobody reads is cancelled when the answer is collected as garbage.
  const frames = framesOf(response.body!.getReader())
  let ended = false
  return {
    status: response.status,
    ended: () => ended,
    async take(count, wanted = ({ name }) => name === 'message') {
      const taken: Told[] = []
      while (taken.length < count) {
        const next = await frames.next()
        if (next.done) {
          ended = true
          break
        }
        if (wanted(next.value)) taken.push(next.value)
      }
      return taken
    },
    stop: () => stopping.abort(),
  }
}

async function* framesOf(body: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Told> {
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await body.read()
    if (done) return
    text += decoder.decode(value, { stream: true })
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const told = parse(text.slice(0, end))
      text = text.slice(end + 2)
      if (told !== null) yield told
    }
  }
}

function parse(frame: string): Told | null {
  const fields = new Map(frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
  const data = fields.get('data')
  return data === undefined ? null : { id: fields.get('id') ?? null, name: fields.get('event') ?? 'message', data: JSON.parse(data) }
}
