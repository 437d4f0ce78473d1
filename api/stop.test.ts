import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { defaultSettings } from '../compose/settings.ts'
import { serve } from '../serve.ts'
import { follow } from './testing/follow.ts'
import { openServer } from './testing/server.ts'

test('a stop under load loses nothing that was acknowledged, and ends streams with a word', async () => {
  const server = await openServer()
  await server.define()
  const following = await follow(`${server.url}/v1/events?after=head`, server.admin)
  const acknowledged: string[] = []
  let asked = 0
  let stopping = false
  const buyers = Array.from({ length: 20 }, async () => {
    while (!stopping) {
      const documentId = `load-${asked++}`
      const answer = await server
        .command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId, quantity: 1 })
        .catch(() => ({ status: 0, body: null }))
      if (answer.status === 200) acknowledged.push(documentId)
      else stopping = true
    }
  })
  while (acknowledged.length < 100) await new Promise((resolve) => setImmediate(resolve))
  await server.close(false)
  stopping = true
  await Promise.all(buyers)
  const [end] = await following.take(1, ({ name }) => name === 'end')
  expect(end!.data.reason).toContain('stops')

  const again = await openServer({ folder: server.folder })
  const kept = new Set<string>()
  for await (const page of again.ledger.events.readStream('stock-fridge@HZ')) {
    for (const { data } of page) kept.add(JSON.parse(Buffer.from(data).toString('utf8')).documentId)
  }
  expect(acknowledged.filter((documentId) => !kept.has(documentId))).toEqual([])
  await again.close()
})

test('a request under way is answered before the server is gone, and nothing new is taken', async () => {
  const server = await openServer()
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  const head = `POST /v1/channel-orders/app?shop=s1 HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${server.admin}\r\n`
  socket.write(`${head}content-type: application/x-ndjson\r\ncontent-length: 15\r\nconnection: close\r\n\r\n{"a":1}\n`)
  await server.get('/healthz')
  const closed = server.close()
  await new Promise((resolve) => setImmediate(resolve))
  socket.write('{"b":2}')
  await new Promise((resolve) => socket.once('close', resolve))
  await closed
  expect(received).toMatch(/^HTTP\/1\.1 200 /)
  expect(received.match(/"outcome":"exception"/g)).toHaveLength(2)
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
})

test('a busy port is said in words, and the folder is free again', async () => {
  const server = await openServer()
  const other = await openServer()
  const { port } = new URL(server.url)
  await other.close(false)
  const settings = defaultSettings({ LEDGER_EVENTS: `embedded:${other.folder}` })
  const options = { host: '127.0.0.1', port: Number(port), page: null, log: { write: () => undefined } }
  await expect(serve(settings, options)).rejects.toThrow(`port ${port} of 127.0.0.1 is in use`)
  const again = await openServer({ folder: other.folder })
  await again.close()
  await server.close()
})
