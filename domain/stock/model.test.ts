import fc from 'fast-check'
import { test } from 'vitest'
import { conditions } from '../shared/fields.ts'
import { agrees } from '../shared/testing/agreement.ts'
import type { StockCommand } from './commands.ts'
import { stockAggregate, stockAggregateRemembering } from './stock.ts'
import {
  adjust,
  arrive,
  count,
  damage,
  dispatch,
  expectTransfer,
  giveBack,
  issue,
  keepBack,
  lose,
  receive,
  regrade,
  release,
  reserve,
  scrap,
  setQuota,
} from './testing/ask.ts'
import { stockModel } from './testing/model.ts'

const units = fc.integer({ min: 1, max: 6 })
const at = fc.integer({ min: 1, max: 60 })
const document = fc.integer({ min: 1, max: 25 }).map((number) => `D${number}`)
const transfer = fc.constantFrom('T1', 'T2', 'T3', 'T4', 'T5')
const reservation = fc.integer({ min: 1, max: 9 }).map((number) => `R${number}`)
const channel = fc.constantFrom('taobao' as const, 'jd' as const, 'douyin' as const)
const asking = fc.record({ orderId: fc.constantFrom('jd.s.1', 'jd.s.2'), channel, askedAt: at })

const weighted: readonly (readonly [number, fc.Arbitrary<StockCommand>])[] = [
  [7, fc.tuple(document, fc.integer({ min: 1, max: 20 }), at).map((of) => receive(...of))],
  [10, fc.tuple(reservation, units, asking).map((of) => reserve(...of))],
  [4, fc.tuple(reservation, units, reservation, units, asking).map(([a, x, b, y, who]) => reserve({ [a]: x, [b]: y }, 0, who))],
  [6, fc.tuple(reservation, fc.nat({ max: 3 })).map((of) => release(...of))],
  [7, fc.tuple(reservation, units, fc.constantFrom('S1', 'S2', 'S3')).map((of) => issue(...of))],
  [2, fc.tuple(document, units, fc.constantFrom(...conditions), at).map((of) => giveBack(...of))],
  [
    2,
    fc
      .tuple(
        document,
        fc.integer({ min: -5, max: 5 }).filter((by) => by !== 0),
        at,
      )
      .map((of) => adjust(...of)),
  ],
  [1, fc.tuple(document, fc.nat({ max: 15 }), at).map((of) => count(...of))],
  [2, fc.tuple(document, units, at).map((of) => damage(...of))],
  [
    2,
    fc
      .tuple(document, units, at, fc.constantFrom(undefined, 'damaged' as const, 'refurbish' as const, 'scrap' as const))
      .map((of) => scrap(...of)),
  ],
  [
    3,
    fc
      .tuple(
        document,
        units,
        fc.constantFrom('damaged' as const, 'refurbish' as const, 'scrap' as const),
        fc.constantFrom(...conditions),
        at,
      )
      .map((of) => regrade(...of)),
  ],
  [2, fc.tuple(transfer, units, fc.constantFrom('WH1', 'WH2', 'WH2', 'WH3'), at).map((of) => dispatch(...of))],
  [2, fc.tuple(transfer, units, fc.constantFrom('WH0', 'WH9'), at).map((of) => expectTransfer(...of))],
  [2, fc.tuple(transfer, document, units, at).map((of) => arrive(...of))],
  [1, fc.tuple(transfer, document, units, at).map((of) => lose(...of))],
  [1, fc.tuple(fc.nat({ max: 4 }), at).map((of) => keepBack(...of))],
  [
    2,
    fc
      .tuple(channel, fc.option(fc.nat({ max: 8 })), fc.constantFrom('exclusive' as const, 'shared' as const), at)
      .map((of) => setQuota(...of)),
  ],
]
const command = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** Another quantity, count or setting under the same natural key. */
function alter(asked: StockCommand, by: number): StockCommand {
  switch (asked.type) {
    case 'ReserveStock': {
      const [first, ...rest] = asked.data.reservations
      return { ...asked, data: { ...asked.data, reservations: [{ ...first!, quantity: first!.quantity + by }, ...rest] } }
    }
    case 'ReleaseReservation':
      return { ...asked, data: { ...asked.data, keep: asked.data.keep + by } }
    case 'AdjustStock':
      return { ...asked, data: { ...asked.data, difference: asked.data.difference + by || 1 } }
    case 'CountStock':
      return { ...asked, data: { ...asked.data, counted: asked.data.counted + by } }
    case 'SetSafetyStock':
      return { ...asked, data: { ...asked.data, safetyStock: asked.data.safetyStock + by } }
    case 'SetChannelQuota':
      return { ...asked, data: { ...asked.data, quota: (asked.data.quota ?? 0) + by } }
    default:
      return { ...asked, data: { ...asked.data, quantity: asked.data.quantity + by } } as StockCommand
  }
}

test('stock does what a pile of papers says it does', () => {
  agrees({ aggregate: stockAggregate, model: () => stockModel(10_000), command, alter })
})

test('stock that remembers little refuses what it may have forgotten, and never does anything twice', () => {
  agrees({ aggregate: stockAggregateRemembering(1), model: () => stockModel(1), command, alter, runs: 500 })
})
