import fc from 'fast-check'
import { type TariffDocument, tariffDocument } from '../../tariff/document.ts'
import { type SourcingDocument, sourcingDocument } from '../document.ts'
import { type NodeFacts, type OrderedLine, type Question, question } from '../question.ts'

export interface Case {
  readonly document: SourcingDocument
  readonly tariff: TariffDocument
  readonly question: Question
}

const shipTo = ['330000', '330100', '330106']
const skus = ['fridge', 'kettle', 'filter']
const cards = ['near', 'far', 'van']

/** Few different prices, so that plans of one cost are common. */
const fen = fc.constantFrom(0, 100, 100, 200, 300, 450, 700)
/** Mostly so, that a random case is seldom empty. */
const mostly = fc.integer({ min: 0, max: 9 }).map((drawn) => drawn > 0)
const seldom = (...values: readonly string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...values) })
const someOf = (values: readonly string[]) => fc.tuple(mostly, fc.subarray([...values])).map(([all, some]) => (all ? [...values] : some))

const card = fc.record({
  volumetricDivisor: fc.constantFrom(null, 6_000, 8_000),
  parcel: fc.record({
    firstGrams: fc.constantFrom(500, 1_000, 3_000),
    firstFen: fen,
    stepGrams: fc.constantFrom(500, 1_000),
    stepFen: fen,
  }),
  pieceFen: fc.option(fc.tuple(fc.constantFrom('CN', '330100', '540000'), fen), { nil: null }),
  parcelSurcharge: fen,
  floorFen: fen,
})

const tariff = fc.tuple(card, card, card).map((drawn) =>
  tariffDocument.parse({
    cards: drawn.map(({ volumetricDivisor, parcel, pieceFen, parcelSurcharge, floorFen }, index) => ({
      card: cards[index],
      volumetricDivisor,
      parcel: [{ ...parcel, area: 'CN' }],
      bulky: pieceFen === null ? [] : [{ category: 'refrigerator', area: pieceFen[0], pieceFen: pieceFen[1] }],
      surcharges: [
        { name: 'packing', area: 'CN', per: 'parcel', fen: parcelSurcharge },
        { name: 'floors', area: 'CN', per: 'floor', free: 1, fen: floorFen },
      ],
    })),
  }),
)

const opportunity = fc.array(
  fc.record({
    sku: fc.constantFrom(null, ...skus),
    location: fc.constantFrom(null, 'L00', 'L01', 'L02'),
    underDaysOfSupply: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
    unitFen: fen,
  }),
  { maxLength: 4 },
)

const stock = fc.record({
  beyondSafety: fc.constantFrom(-1, 0, 1, 2, 2, 3, 4, 5),
  channelLeft: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(4) }),
  daysOfSupply: fc.nat(12),
})

const node = (index: number): fc.Arbitrary<NodeFacts> =>
  fc.record({
    location: fc.constant(`L${String(index).padStart(2, '0')}`),
    card: fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...cards) }, { weight: 1, arbitrary: fc.constant('none') }),
    takesWork: mostly,
    covers: fc.constantFrom<string[][]>([], [], [], ['330000'], ['330106', '110000'], ['110000']),
    abilities: someOf(['install', 'scan']),
    invoicingEntities: someOf(['A', 'B']),
    subsidyRegions: someOf(['330000', '110000']),
    hasSlot: mostly,
    deliveryDays: fc.integer({ min: 1, max: 5 }),
    handlingFen: fen,
    stock: fc
      .tuple(mostly, fc.record({ fridge: stock, kettle: stock, filter: stock }), fc.constantFrom(...skus))
      .map(([all, held, one]) => (all ? held : { [one]: held[one as keyof typeof held] })),
  })

const line = (index: number, maxQuantity: number): fc.Arbitrary<OrderedLine> =>
  fc
    .record({
      lineId: fc.constant(`line-${index}`),
      sku: fc.constantFrom(...skus),
      quantity: fc.integer({ min: 1, max: maxQuantity }),
      needs: fc.constantFrom<string[][]>([], [], [], ['install'], ['scan']),
      needsSlot: fc.boolean(),
      subsidised: mostly.map((drawn) => !drawn),
      appointedLocation: seldom('L00', 'L01'),
      shipTogether: seldom('set', 'set', 'gift'),
      declaredFen: fc.constant(0),
      oldUnits: fc.nat(1),
      handedOver: fc.constantFrom(false, false, false, true),
    })
    .map((each) => ({
      ...each,
      category: each.sku === 'fridge' ? 'refrigerator' : each.sku,
      weightGrams: { fridge: 4_000, kettle: 1_300, filter: 400 }[each.sku]!,
      sizeMillimetres: each.sku === 'filter' ? null : each.sku === 'kettle' ? [300, 200, 200] : [400, 400, 300],
    }))

export interface Size {
  readonly nodes: number
  readonly lines: number
  readonly quantity: number
  readonly splitQuantities: boolean
}

export const cases = ({ nodes, lines, quantity, splitQuantities }: Size): fc.Arbitrary<Case> =>
  fc.record({
    document: fc
      .record({ maxSplit: fc.integer({ min: 1, max: 4 }), splitPenaltyFen: fen, lateDayFen: fen, opportunity })
      .map((drawn) => sourcingDocument.parse({ ...drawn, splitQuantities, workLimit: 10_000_000 })),
    tariff,
    question: fc
      .record({
        lines: fc
          .integer({ min: 1, max: lines })
          .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => line(index, quantity)))),
        nodes: fc
          .constantFrom(0, ...Array.from({ length: nodes - 1 }, (_, fewer) => nodes - fewer))
          .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => node(index)))),
        subsidyRegion: fc.constantFrom('330000', '330000', '110000', null),
        promisedDays: fc.integer({ min: 1, max: 4 }),
        floors: fc.nat(4),
      })
      .map((drawn) => question.parse({ ...drawn, shipTo, invoicingEntity: 'A' })),
  })

/**
 * Shapes that differ in what they strain: many nodes, many lines, quantities that may be cut. Without bias to extremes, which would leave
 * most cases without a plan.
 */
export const anyCase: fc.Arbitrary<Case> = fc.noBias(
  fc.oneof(
    cases({ nodes: 5, lines: 4, quantity: 2, splitQuantities: false }),
    cases({ nodes: 16, lines: 2, quantity: 2, splitQuantities: false }),
    cases({ nodes: 4, lines: 2, quantity: 3, splitQuantities: true }),
    cases({ nodes: 4, lines: 3, quantity: 2, splitQuantities: true }),
  ),
)
