import { ChannelCredentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js'
import { serviceOf } from '../protocol/codec.ts'

/* A process that follows the whole log several times over, and tells when it is live, and when each has seen so many events. */
const [address = '', subscriptions = '1', events = '1'] = process.argv.slice(2)
const Client = makeGenericClientConstructor(serviceOf('event_store.client.streams.Streams'), 'Streams')
const options = { all: { start: {} }, subscription: {}, noFilter: {}, uuidOption: { string: {} } }
let live = 0
let done = 0

for (let n = 0; n < Number(subscriptions); n += 1) {
  // biome-ignore lint/suspicious/noExplicitAny: a client made of a definition has a method for each of its calls
  const client = new Client(address, ChannelCredentials.createInsecure()) as any
  let seen = 0
  client.Read({ options }, new Metadata()).on('data', ({ event, caughtUp }: { event?: object; caughtUp?: object }) => {
    if (caughtUp !== undefined) live += 1
    if (event !== undefined) seen += 1
    if (caughtUp !== undefined && live === Number(subscriptions)) process.send!('live')
    if (event === undefined || seen !== Number(events)) return
    done += 1
    if (done === Number(subscriptions)) process.send!('done')
  })
}
