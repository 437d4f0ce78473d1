import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { appOrder } from '../../spine/harness.ts'
import type { Client, Reply } from './client.ts'

/** Sends orders, a unit each, and remembers what was answered. */
export function createSelling() {
  const placed = new Set<string>()
  const cancelled = new Set<string>()
  let named = 0

  async function sell(client: Client, order = appOrder(`n${named++}`, { at: Date.now() })): Promise<string> {
    const { status, body } = await client.send(order)
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body[0].outcome).toMatch(/^(placed|duplicate)$/)
    placed.add(body[0].orderId)
    return body[0].orderId
  }

  return {
    ...{ placed, cancelled, sell },
    nextId: () => `n${named++}`,
    async sellMany(client: Client, count: number): Promise<void> {
      for (let order = 0; order < count; order += 1) await sell(client)
    },
    /** As a channel does that gets no answer, or an excuse: the same bytes again. */
    async insist(client: Client): Promise<void> {
      const order = appOrder(`n${named++}`, { at: Date.now() })
      for (;;) {
        const reply = await client.send(order).catch((failure: Error): Reply => ({ status: 503, body: failure.message }))
        if (reply.status === 200) {
          placed.add(reply.body[0].orderId)
          return
        }
        expect(reply.status, JSON.stringify(reply.body)).toBeGreaterThanOrEqual(500)
        await sleep(100)
      }
    },
    async cancel(client: Client, orderId: string): Promise<void> {
      const data = { orderId, reason: 'merchant', cancelledBy: 'operator' }
      const { status, body } = await client.command('CancelOrder', data, `cancel-${orderId}`)
      expect(status, JSON.stringify(body)).toBe(200)
      cancelled.add(orderId)
    },
    async receive(client: Client, quantity: number, documentId = `more-${named++}`): Promise<void> {
      const { status, body } = await client.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId, quantity }, documentId)
      expect(status, JSON.stringify(body)).toBe(200)
    },
  }
}

export type Selling = ReturnType<typeof createSelling>
