import { describe, expect, it } from 'vitest'
import { canonicalAfterSale, canonicalOrder } from '../../domain/channel/canonical.ts'
import type { ChannelConnector } from '../port.ts'
import type { Fixture } from './fixtures.ts'

export function registerReadings(connector: ChannelConnector, fixtures: readonly Fixture[]): void {
  describe(`${connector.channel} reads its messages`, () => {
    it.each(fixtures)('$name', ({ text, expected }) => {
      expect(connector.read(text)).toEqual(expected)
    })

    it('to what the canonical form allows and nothing beside it', () => {
      for (const { name, text } of fixtures) {
        const reading = connector.read(text)
        if (!reading.ok) continue
        const { message } = reading
        const [schema, value] = message.kind === 'order' ? [canonicalOrder, message.order] : [canonicalAfterSale, message.afterSale]
        expect(schema.parse(value), name).toEqual(value)
      }
    })

    it('the same way every time', () => {
      for (const { text } of fixtures) expect(connector.read(text)).toEqual(connector.read(text))
    })

    it('of both kinds, some of them traps', () => {
      const readings = fixtures.map(({ expected }) => expected)
      const kinds = readings.flatMap((reading) => (reading.ok ? [reading.message.kind] : []))
      expect(new Set(kinds)).toEqual(new Set(['order', 'afterSale']))
      expect(new Set(readings.flatMap((reading) => (reading.ok ? [] : [reading.code])))).toEqual(new Set(['UNPARSABLE', 'SUM_BROKEN']))
    })

    it('and puts a shop the receiver knows where the message names none', () => {
      for (const { text, expected } of fixtures) {
        const reading = connector.read(text, { shop: 'known-beside' })
        if (!reading.ok || !expected.ok) continue
        const shop = (message: typeof reading.message) => (message.kind === 'order' ? message.order.shop : message.afterSale.shop)
        expect(shop(expected.message) === 'default' ? 'known-beside' : shop(expected.message)).toBe(shop(reading.message))
      }
    })
  })
}
