import fc from 'fast-check'
import { conditions } from '../../../domain/shared/fields.ts'

/** What may happen to a ledger, in words that any order of steps makes sense of. */

export const skus = ['fridge', 'oven', 'tv', 'set'] as const
export type SalesSku = (typeof skus)[number]
export const stockSkus = ['fridge', 'oven', 'tv'] as const
export type StockSku = (typeof stockSkus)[number]
export const locations = ['HZ', 'NB', 'SH'] as const
export type Place = (typeof locations)[number]

const order = fc.nat(2)
const sku = fc.constantFrom(...stockSkus)
const location = fc.constantFrom(...locations)
const units = fc.integer({ min: 1, max: 3 })
const line = fc.record({ sku: fc.constantFrom(...skus), quantity: units })

const place = fc.record({
  do: fc.constant('place' as const),
  order,
  lines: fc.array(line, { minLength: 1, maxLength: 2 }),
  paid: fc.boolean(),
  cashOnDelivery: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  appointed: fc.option(location, { freq: 6 }),
})

const edit = fc.record({
  do: fc.constant('edit' as const),
  order,
  what: fc.constantFrom('pay', 'pay', 'pay', 'close', 'closeLine', 'deliver', 'finish', 'move', 'hold', 'unhold'),
})

/** Which lines a parcel has units of, and which of its units it names. */
const ship = fc.record({
  do: fc.constant('ship' as const),
  order,
  line: fc.constantFrom(0, 1, 'all' as const),
  units,
  named: fc.constantFrom('all', 'none', 'none', 'some'),
})

const operate = fc.record({
  do: fc.constant('operate' as const),
  order,
  what: fc.constantFrom('HoldOrder', 'ReleaseOrder', 'CancelLine', 'CancelOrder', 'CompleteOrder', 'CapturePayment'),
})

const stockWith = <What extends string>(...whats: What[]) =>
  fc.record({ do: fc.constant('stock' as const), what: fc.constantFrom(...whats), sku, location, units: fc.nat(4) })

const atLocation = fc.record({
  do: fc.constant('location' as const),
  order,
  pick: fc.nat(2),
  what: fc.constantFrom('accept', 'reject', 'reject', 'dispatch', 'dispatchPart', 'cancel', 'deliver', 'refuse'),
})

const weighted = <Value>(weight: number, arbitrary: fc.Arbitrary<Value>) => ({ weight, arbitrary })

const refundKinds = [
  ...(['cancelBeforeShip', 'cancelBeforeShip', 'refundOnly', 'returnAndRefund', 'returnAndRefund', 'exchange', 'resend'] as const),
  ...(['priceProtection', 'rejectedDelivery', 'intercept'] as const),
]
/** What may follow from cases, from nothing to everything. */
const afterSalesRules = [
  {},
  { exchangeSends: 'onAgreement', resendSends: 'onAgreement', returnWithinMs: 86_400_000 * 7, whenLate: 'reopen' },
  { exchangeSends: 'onInspection', gifts: 'return', giftsNotBack: 'charge', tellUndoneSales: true, opensRefusedFor: ['app'] },
] as const

const step = fc.oneof(
  weighted(8, edit),
  weighted(6, ship),
  weighted(2, fc.record({ do: fc.constant('resend' as const), order, back: fc.nat(3) })),
  weighted(
    5,
    fc.record({
      do: fc.constant('refund' as const),
      order,
      refund: fc.nat(1),
      kind: fc.constantFrom(...refundKinds),
      status: fc.constantFrom('requested', 'approved', 'refused', 'paid', 'closed'),
      whole: fc.boolean(),
      atOnce: fc.option(fc.constantFrom('sellable', 'damaged', 'scrap'), { freq: 3 }),
    }),
  ),
  weighted(5, operate),
  weighted(10, stockWith('receive', 'receive', 'receive', 'adjust', 'count', 'damage', 'scrap', 'safety', 'quota')),
  weighted(2, fc.record({ do: fc.constant('transfer' as const), sku, from: location, to: location, units })),
  weighted(2, fc.record({ do: fc.constantFrom('arrive' as const, 'lose' as const), transfer: fc.nat(2), units })),
  weighted(8, atLocation),
  weighted(2, fc.record({ do: fc.constant('giveBack' as const), order, refund: fc.nat(1), condition: fc.constantFrom(...conditions) })),
  weighted(1, fc.record({ do: fc.constant('rules' as const), rules: fc.constantFrom(...afterSalesRules) })),
  weighted(2, fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 31, 60 * 24 * 8, 60 * 24 * 31) })),
  weighted(1, fc.record({ do: fc.constant('restart' as const) })),
)

/** What becomes of units that leave while counts, damage and changed minds come between. */
const departureStep = fc.oneof(
  weighted(6, ship),
  weighted(
    6,
    fc.record({ ...{ do: fc.constant('location' as const), order, pick: fc.nat(2) }, what: fc.constantFrom('dispatch', 'dispatchPart') }),
  ),
  weighted(4, stockWith('receive', 'count', 'damage')),
  weighted(1, fc.record({ do: fc.constant('edit' as const), order, what: fc.constantFrom('move', 'pay', 'closeLine') })),
  weighted(1, fc.record({ do: fc.constant('operate' as const), order, what: fc.constant('CancelLine' as const) })),
)

export type Step = Of<typeof step> | Of<typeof departureStep> | Of<typeof sourcingStep> | Of<typeof place>

const sourcingStep = fc.oneof(
  weighted(6, edit),
  weighted(2, ship),
  weighted(3, operate),
  weighted(8, stockWith('receive', 'receive', 'adjust', 'count', 'safety', 'quota')),
  weighted(
    14,
    fc.record({
      ...{ do: fc.constant('location' as const), order, pick: fc.nat(3) },
      what: fc.constantFrom('accept', 'reject', 'reject', 'reject', 'lack', 'lack', 'dispatch', 'dispatchPart', 'cancel'),
    }),
  ),
  weighted(3, fc.record({ do: fc.constant('enable' as const), location, card: fc.constantFrom('HZ', 'NB', 'SH'), paused: fc.boolean() })),
  weighted(2, fc.record({ do: fc.constant('price' as const), prices: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)) })),
  weighted(2, fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 31, 60 * 24 * 8) })),
  weighted(1, fc.record({ do: fc.constant('restart' as const) })),
)

type Of<Chosen> = Chosen extends fc.Arbitrary<infer Value> ? Value : never

/** By what rules the orders of a history are sourced. */
export const sourcingRules = fc.record({
  splitQuantities: fc.boolean(),
  maxSplit: fc.constantFrom(1, 2, 3, 3),
  reserveAt: fc.constantFrom('placing', 'placing', 'paying'),
  mostStocks: fc.constantFrom(300, 300, 300, 4),
  setsTogether: fc.boolean(),
})
export type RandomRules = Of<typeof sourcingRules>

/** A step, and whether all comes to rest before the next one. */
export interface Moment {
  readonly step: Step
  readonly rest: boolean
}

type Placing = Of<typeof place>

const beginningsWith = (placing: fc.Arbitrary<Placing>, most: number, minLength: number, maxLength: number) =>
  fc.record({
    receipts: fc.array(fc.record({ sku, location, units: fc.integer({ min: 1, max: most }) }), { minLength, maxLength }),
    placed: fc.array(placing, { minLength: 3, maxLength: 3 }),
    paid: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
  })
const scarce = beginningsWith(place, 4, 3, 5)
/** Most orders may come from anywhere, and most find what they ask for. */
const anywhere = fc
  .tuple(place, fc.integer({ min: 0, max: 5 }))
  .map(([placing, chance]): Placing => ({ ...placing, appointed: chance === 0 ? placing.appointed : null }))
const plenty = beginningsWith(anywhere, 6, 9, 14)

type IsPaid = (order: Placing, chance: number) => boolean
const mostly: IsPaid = (_, chance) => chance > 0
/** Nobody says yet whether the other parts of a set follow the first when its order expires. */
const mostlyAndSets: IsPaid = ({ lines }, chance) => chance > 0 || lines.some(({ sku }) => sku === 'set')

const historiesOf = (steps: fc.Arbitrary<Step>, maxLength: number, isPaid: IsPaid, beginnings = scarce): fc.Arbitrary<readonly Moment[]> =>
  fc
    .tuple(
      beginnings,
      fc.array(fc.record({ step: steps, rest: fc.integer({ min: 0, max: 9 }).map((n) => n < 6) }), {
        minLength: 10,
        maxLength,
        size: 'max',
      }),
    )
    .map(([{ receipts, placed, paid }, moments]) => [
      ...receipts.map((receipt): Moment => ({ step: { do: 'stock', what: 'receive', ...receipt }, rest: false })),
      ...placed.map((step, order): Moment => ({ step: { ...step, order, paid: isPaid(step, paid[order]!) }, rest: true })),
      ...moments,
    ])

/** Some stock and three orders, most of them paid; then whatever comes. */
export const histories = (maxLength: number) => historiesOf(step, maxLength, mostly)

/** Orders of which units leave in several parcels, told by the channel and by locations. */
export const departures = (maxLength: number) => historiesOf(departureStep, maxLength, mostlyAndSets)

/** Orders that locations refuse, or do not find all of, while prices, abilities and stock change. */
export const sourcedLives = (maxLength: number) => fc.tuple(sourcingRules, historiesOf(sourcingStep, maxLength, mostly, plenty))
