import fc from 'fast-check'

/** What may happen in the life of three orders of one buyer, from being placed to being sent back. Any order of steps makes sense. */

const order = fc.nat({ max: 2 })
const line = fc.record({ sku: fc.constantFrom('fridge', 'oven', 'tv'), quantity: fc.integer({ min: 1, max: 2 }), install: fc.boolean() })
const place = fc.record({
  do: fc.constant('place' as const),
  order,
  lines: fc.array(line, { minLength: 1, maxLength: 2 }),
  paid: fc.integer({ min: 0, max: 4 }).map((chance) => chance > 0),
  cashOnDelivery: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
})

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant('edit' as const), order },
      what: fc.constantFrom('pay', 'close', 'closeLine', 'move', 'hold', 'unhold', 'finish', 'deliver'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ do: fc.constant('operate' as const), order },
      what: fc.constantFrom('HoldOrder', 'ReleaseOrder', 'CancelLine', 'CancelOrder', 'CompleteOrder'),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      ...{ do: fc.constant('hand' as const), order, pick: fc.nat({ max: 3 }) },
      what: fc.constantFrom(
        'accept',
        'reject',
        'dispatch',
        'dispatch',
        'dispatchPart',
        'lack',
        'cancel',
        'deliver',
        'refuse',
        'failIntercept',
      ),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      ...{ do: fc.constant('warehouse' as const), pick: fc.nat({ max: 3 }) },
      what: fc.constantFrom('sendOne', 'sendAll', 'sendAll', 'again', 'lack', 'ACCEPT', 'PICK', 'CANCELED', 'CANCELEDFAIL', 'REJECT'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('feel' as const),
      method: fc.constantFrom('deliveryorder.create', 'order.cancel'),
      mood: fc.constantFrom('die' as const, 'dieAfter' as const, 'garbage' as const, 'refuse:E1' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ do: fc.constant('track' as const), pick: fc.nat({ max: 4 }) },
      codes: fc.array(fc.constantFrom('1', '0', '5', '3', '14', '4'), { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ do: fc.constant('crew' as const), order, day: fc.nat({ max: 4 }) },
      what: fc.constantFrom('offer', 'offer', 'offer', 'want', 'noAnswer', 'declined', 'complete', 'complete', 'callOff'),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      ...{ do: fc.constant('refund' as const), order, refund: fc.nat({ max: 1 }), whole: fc.boolean() },
      kind: fc.constantFrom(
        ...(['cancelBeforeShip', 'refundOnly', 'returnAndRefund', 'exchange', 'resend'] as const),
        ...(['priceProtection', 'rejectedDelivery', 'intercept'] as const),
      ),
      status: fc.constantFrom('requested', 'approved', 'approved', 'refused', 'paid', 'paid', 'closed'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ do: fc.constant('giveBack' as const), order, refund: fc.nat({ max: 1 }) },
      condition: fc.constantFrom('sellable' as const, 'damaged' as const, 'scrap' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ do: fc.constant('stock' as const), sku: fc.constantFrom('fridge', 'oven', 'tv'), location: fc.constantFrom('HZ', 'SH') },
      ...{ what: fc.constantFrom('receive', 'receive', 'count', 'damage'), units: fc.integer({ min: 1, max: 4 }) },
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('restart' as const),
      /** At which ask of its processes from now on the ledger is killed; null for at once, while they rest. */
      ask: fc.option(fc.nat({ max: 25 }), { freq: 5 }),
      isDone: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 15, 70, 60 * 26, 60 * 24 * 8) }) },
)

export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
export type Placing = typeof place extends fc.Arbitrary<infer Value> ? Value : never

/** By what rules these lives go. */
const rules = fc.record({
  audit: fc.constantFrom('none' as const, 'hold' as const, 'merge' as const, 'merge' as const),
  byCost: fc.boolean(),
  installs: fc.boolean(),
  /** Whether its operators said how the warehouse says that it does not have an order. */
  knowsNothing: fc.integer({ min: 0, max: 3 }).map((chance) => chance > 0),
  acceptMinutes: fc.constantFrom(null, 120),
  afterSales: fc.constantFrom(
    {},
    { exchangeSends: 'onAgreement', resendSends: 'onAgreement', returnWithinMs: 86_400_000 * 7, whenLate: 'reopen' },
    { exchangeSends: 'onInspection', gifts: 'return', giftsNotBack: 'charge', tellUndoneSales: true, opensRefusedFor: ['app'] },
  ),
})
export type Rules = typeof rules extends fc.Arbitrary<infer Value> ? Value : never

export interface Life {
  readonly rules: Rules
  readonly placed: readonly Placing[]
  readonly steps: readonly Step[]
}

export const lives = (maxLength: number): fc.Arbitrary<Life> =>
  fc.record({
    rules,
    placed: fc
      .array(place, { minLength: 3, maxLength: 3 })
      .map((placed) => placed.map((placing, number) => ({ ...placing, order: number }))),
    steps: fc.array(step, { minLength: 5, maxLength, size: 'max' }),
  })
