import { parentPort, workerData } from 'node:worker_threads'
import { everyoneIs } from '../../api/grpc/caller.ts'
import { openDoor } from '../../api/grpc/door.ts'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'

/** The gRPC door over an embedded log in the folder it is given, on a thread of its own: tells its port, ends when it is told anything. */
const events = await openEmbeddedEventStore({ folder: workerData as string, now: Date.now })
const door = await openDoor({
  ...{ events, identify: everyoneIs('ledger-writer'), host: '127.0.0.1', port: 0, certificate: null, now: Date.now },
  onFailure: (failure) => {
    throw failure
  },
})
parentPort!.postMessage(door.port)
parentPort!.once('message', async () => {
  await door.stop()
  await events.close()
  parentPort!.postMessage('stopped')
})
