import { createReveal } from '../../../commands/personal/reveal.ts'
import { openForReading } from '../../../compose/stores.ts'
import { decode } from '../../../domain/codec.ts'
import { type ChannelException, exceptions } from '../../../projections/exceptions/exceptions.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import { answer, UsageError, type VerbContext } from '../verb.ts'

/** One exception with both payloads in clear: whoever reads a folder with its master key can read all of it. */
export async function show(context: VerbContext, id: string): Promise<number> {
  const stores = await openForReading(context.settings)
  try {
    const model = await openReadModel<ChannelException>(stores.documents, exceptions)
    const [found] = (await model?.collection.get([id])) ?? []
    if (found?.body == null) throw new UsageError(`there is no exception ${id}`)
    const payloads = await payloadsOf(stores.events, found.body.stream)
    const exception = await createReveal(stores.keys)({ ...found.body, ...payloads } as Json, 'admin')
    answer(context, exception, [JSON.stringify(exception, null, 2)])
    return 0
  } finally {
    await stores.close()
  }
}

/** What is tried, and what the channel sent, both sealed as the log has them. */
async function payloadsOf(events: EventStore, stream: string): Promise<{ payload: string | null; received: string | null }> {
  let [payload, received]: [string | null, string | null] = [null, null]
  for await (const page of events.readStream(stream)) {
    for (const event of page) {
      const { type, data } = decode(event)
      if (type !== 'ChannelMessageReceived' && type !== 'ChannelMessageCorrected') continue
      payload = (data as { payload: string }).payload
      if (type === 'ChannelMessageReceived') received = payload
    }
  }
  return { payload, received }
}
