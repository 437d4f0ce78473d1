import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** The gRPC door over the log of a folder, on a thread of its own. */
export async function openDoorThread(folder: string): Promise<{ readonly port: number; close(): Promise<void> }> {
  const thread = new Worker(new URL('./door-thread.ts', import.meta.url), { workerData: folder })
  const [port] = await once(thread, 'message')
  return {
    port,
    async close() {
      thread.postMessage('stop')
      await once(thread, 'message')
      await thread.terminate()
    },
  }
}
