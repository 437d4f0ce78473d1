import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalAfterSale, canonicalOrder } from '../../domain/channel/canonical.ts'
import { runs } from '../../tests/seed/runs.ts'
import type { ChannelConnector, Reading } from '../port.ts'
import { exactly, type Fixture, placesOf, rawNumber, replaced } from './fixtures.ts'

const secret = 'Secret 13800000000'

const wild = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  secret,
  -1,
  0,
  1.5,
  3.999,
  true,
  false,
  [],
  {},
  [null],
  [{}],
  [secret],
  { secret },
  'NaN',
  '１２',
  '0001-01-01 00:00:00',
  '2026-02-30 00:00:00',
  '12e3',
  '-0',
  rawNumber('9007199254740993'),
  rawNumber('1e300'),
  rawNumber('-0'),
  rawNumber('123456789012345678901234567890'),
  rawNumber('0.1234567890123456789'),
  'x'.repeat(300),
  Array.from({ length: 300 }, () => ({})),
)

/** Read to a whole message, or refused for a reason that names the place and shows no value. */
function sound(reading: Reading): void {
  if (reading.ok) {
    const { message } = reading
    if (message.kind === 'order') canonicalOrder.parse(message.order)
    else canonicalAfterSale.parse(message.afterSale)
    return
  }
  expect(reading.details.path).toBeTruthy()
  expect(reading.reason).toContain(reading.details.path)
  expect(reading.reason).not.toContain(secret)
  expect(JSON.stringify(reading.details)).not.toContain(secret)
  if (reading.code === 'SUM_BROKEN') expect(reading.reason).toContain(reading.details.equation)
}

export function registerRobustness(connector: ChannelConnector, fixtures: readonly Fixture[]): void {
  const good = fixtures.filter(({ expected }) => expected.ok).map((fixture) => ({ ...fixture, payload: exactly(fixture.text) }))

  describe(`${connector.channel} never throws and never guesses`, () => {
    it('without any one of its fields', () => {
      for (const { payload } of good)
        for (const path of placesOf(payload)) sound(connector.read(JSON.stringify(replaced(payload, path, () => undefined))))
    })

    it('with wild values in up to three places', () => {
      const change = fc.tuple(fc.nat(), wild)
      fc.assert(
        fc.property(fc.constantFrom(...good), fc.array(change, { minLength: 1, maxLength: 3 }), ({ payload }, changes) => {
          const places = placesOf(payload)
          const changed = changes.reduce((inner, [index, value]) => {
            const path = places[index % places.length] ?? []
            return placesOf(inner).some((place) => place.join() === path.join()) ? replaced(inner, path, () => value) : inner
          }, payload)
          sound(connector.read(JSON.stringify(changed)))
        }),
        { numRuns: runs(600) },
      )
    })

    it('cut off anywhere', () => {
      fc.assert(
        fc.property(fc.constantFrom(...good), fc.double({ min: 0, max: 0.99, noNaN: true }), ({ text }, share) => {
          const reading = connector.read(text.trim().slice(0, Math.floor(text.trim().length * share)))
          sound(reading)
          expect(reading.ok).toBe(false)
        }),
      )
    })

    it('given anything else', () => {
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(`{"a":${'['.repeat(100_000)}`)), (text) => sound(connector.read(text))),
      )
    })

    it('and still says whose message it was when one amount or time is wrong', () => {
      for (const { payload, expected } of good) {
        if (!expected.ok) continue
        const { message } = expected
        const [orderId, refundId] =
          message.kind === 'order' ? [message.order.channelOrderId, null] : [message.afterSale.channelOrderId, message.afterSale.refundId]
        const broken = ['modifiedAt', 'modified', 'update_time', 'updated_at', 'updated_time', 'applyTime', 'saleTime'].flatMap((key) =>
          placesOf(payload).filter((path) => path.at(-1) === key),
        )
        const reading = connector.read(JSON.stringify(replaced(payload, broken[0] ?? [], () => 'no time')))
        expect(reading).toMatchObject({ ok: false, code: 'UNPARSABLE' })
        expect(reading).toMatchObject(message.kind === 'order' ? { channelOrderId: orderId } : { refundId })
      }
    })
  })
}
