import type { EventStore, LivePage, Page, ReadAllOptions, RecordedEvent, SubscribeOptions } from './port.ts'

/**
 * A log as if nothing but some of its streams were in it; positions stay those of the whole. What is named by its stream is read and
 * appended as before.
 */
export function onlyStreams(events: EventStore, isOurs: (stream: string) => boolean): EventStore {
  const ours = <Some extends Page>(page: Some): Some =>
    page.events.every(isOurEvent) ? page : { ...page, events: page.events.filter(isOurEvent) }
  const isOurEvent = ({ stream }: RecordedEvent): boolean => isOurs(stream)

  async function* readAll(options: ReadAllOptions = {}): AsyncGenerator<Page> {
    let rest = options
    for (;;) {
      let reached: bigint | undefined
      let remaining = rest.maxCount
      for await (const page of events.readAll(rest)) {
        reached = page.position
        const kept = ours(page)
        if (remaining !== undefined) remaining -= kept.events.length
        yield kept
      }
      // Others' events were counted, too: as many more are wanted.
      if (reached === undefined || remaining === undefined || remaining <= 0) return
      rest =
        rest.direction === 'backwards'
          ? { ...rest, before: reached, maxCount: remaining }
          : { ...rest, after: reached, maxCount: remaining }
    }
  }

  async function* subscribeAll(options: SubscribeOptions): AsyncGenerator<LivePage> {
    for await (const page of events.subscribeAll(options)) yield ours(page)
  }

  return { ...events, readAll, subscribeAll }
}
