import type { Operation } from './message.ts'
import { openingAt } from './opening.ts'
import { type Location, withSystem } from './places.ts'
import { tariffOf } from './tariff.ts'
import { dayMs, hourMs, minuteMs } from './times.ts'

const published = (name: string, document: unknown, note: string): Operation => ({
  at: openingAt,
  command: { type: 'PublishPolicy', data: { name, kind: name, effectiveFrom: openingAt, document, note, publishedAt: openingAt } },
  facts: [],
})

const abilityOf = ({ location, kind }: Location): Operation => {
  const tasks = ['ship', 'install', 'scanSerial', ...(kind === 'store' ? ['storePickup', 'carryOut'] : [])]
  const handlingFen = { warehouse: 600, store: 900, supplier: 300 }[kind]
  const deliveryDays = { warehouse: [1, 1, 2, 3], store: [1, 1, 2, 4], supplier: [2, 2, 2, 4] }[kind]
  const ability = { tasks, card: location, invoicingEntities: null, subsidyRegions: null, handlingFen, deliveryDays, paused: false }
  return { at: openingAt, command: { type: 'SetLocationAbility', data: { location, ability, setAt: openingAt } }, facts: [] }
}

const audit = {
  rules: [
    {
      id: 'several-at-once',
      when: { test: 'atLeast', fact: 'unitCount', value: 5 },
      outcome: { do: 'hold', reason: 'many units in one order', forMs: 2 * hourMs },
    },
  ],
}

const sourcing = { by: 'cost', maxSplit: 3, giftsTogether: false, splitPenaltyFen: 800, lateDayFen: 1_000, promisedDays: 4 }

const installation = {
  modes: ['oneVisit', 'twoVisits'],
  again: { reasons: ['noAnswer', 'goodsNotReceived', 'siteNotReady', 'crewAbsent', 'other'], afterDays: 1, mostVisits: 4 },
}

/** Days between provinces; whoever leaves and arrives in one province is there the next day. */
const transportOf = (locations: readonly Location[]) => ({
  rows: [...new Set(locations.map(({ place }) => place.path[0]))].map((province) => ({ from: province, to: province, days: 1 })),
  otherwiseDays: 3,
  leavesAfterDays: 1,
  lastOrderAt: '18:00',
})

const afterSales = {
  ...{ returnWithinMs: 10 * dayMs, whenOverdue: 'close', whenLate: 'reopen', exchangeSends: 'onReturn', resendSends: 'onAgreement' },
  ...{ gifts: 'charge', giftsNotBack: 'charge', tellUndoneSales: true, opensRefusedFor: ['app', 'pos'] },
}

const promotion = {
  promotions: [{ id: 'double-11', kind: 'fullReduction', channels: ['app', 'pos'], steps: [{ fromFen: 300_000, offFen: 20_000 }] }],
}

const wms = {
  warehouses: withSystem.map((location) => ({
    ...{ location, url: `https://${location.toLowerCase()}.example.cn/qimen`, customerId: 'XUELING', appKey: 'order-ledger' },
    ...{ warehouseCode: location.slice(3), ownerCode: 'XL', logisticsCode: 'SF', lackSettlesAfterMs: 30 * minuteMs },
  })),
}

/** The rules of the sale day, and what each place can do. */
export const policies = (locations: readonly Location[]): readonly Operation[] => [
  published('audit', audit, 'Whoever buys many units is looked at'),
  published('sourcing', sourcing, 'The cheapest plan decides'),
  published('tariff', tariffOf(locations), 'What carriers charge this autumn'),
  published('installation', installation, 'Delivered and installed in one visit where that can be'),
  published('transport', transportOf(locations), 'Days on the way'),
  published('after-sales', afterSales, 'Ten days to send back; gifts are charged'),
  published('promotion', promotion, 'What our own shops take off'),
  published('wms', wms, 'Two warehouses have a system of their own'),
  published('store-accept', { withinMinutes: { store: 180, warehouse: null, supplier: null } }, 'A store takes work within three hours'),
  ...locations.map(abilityOf),
]
