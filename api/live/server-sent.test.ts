import { EventEmitter } from 'node:events'
import type { FastifyReply } from 'fastify'
import { expect, test } from 'vitest'
import { openServerSent } from './server-sent.ts'

/** A client whose socket takes nothing. */
function stalledReply() {
  const written: string[] = []
  const raw = Object.assign(new EventEmitter(), {
    writableNeedDrain: true,
    writeHead: () => undefined,
    destroy: () => undefined,
    write: (text: string) => written.push(text) < 0,
    end: (text: string) => void written.push(text),
  })
  return { reply: { hijack: () => undefined, raw } as unknown as FastifyReply, written, raw }
}
const patience = { stalledMs: 30, heartbeatMs: 60_000, stillAllowed: async () => true }

test('a client that takes nothing for too long is cut off, and told why', async () => {
  const { reply, written } = stalledReply()
  const stream = openServerSent(reply, patience)
  await stream.send('data: 1\n\n')
  expect(stream.signal.aborted).toBe(true)
  expect(written.at(-1)).toContain('too slow')
})

test('a client that takes it in time is not', async () => {
  const { reply, raw } = stalledReply()
  const stream = openServerSent(reply, { ...patience, stalledMs: 10_000 })
  const sending = stream.send('data: 1\n\n')
  raw.writableNeedDrain = false
  raw.emit('drain')
  await sending
  expect(stream.signal.aborted).toBe(false)
  stream.end('enough')
})
