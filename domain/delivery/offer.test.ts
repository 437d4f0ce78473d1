import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { installationKind } from '../policy/kinds/installation.ts'
import { transportKind } from '../policy/kinds/transport.ts'
import { type DeliveryQuestion, offerDelivery, offerVisits } from './offer.ts'

const shanghai = ['310000', '310100', '310115']
const hangzhou = ['330000', '330100', '330106']
const transport = transportKind.document.parse({
  rows: [
    { from: '330100', to: '330100', days: 1 },
    { from: '310000', to: '330000', days: 2 },
  ],
  lastOrderAt: '16:00',
})
const at = (location: string, regionPath: readonly string[], units: Readonly<Record<string, number>>) => ({
  ...{ location, regionPath, covers: [], available: new Map(Object.entries(units)) },
})
const demand = (sku: string, quantity = 1) => ({ lineId: sku, sku, quantity, appointedLocation: null })
const question = (change: Partial<DeliveryQuestion>): DeliveryQuestion => ({
  ...{ askedAt: Date.parse('2026-11-11T10:00:00+08:00'), shipTo: hangzhou, demands: [demand('fridge')], transport },
  ...{ candidates: [at('HZ', hangzhou, { fridge: 1 }), at('SH', shanghai, { fridge: 9, tv: 9 })] },
  ...change,
})

describe('the day that is offered', () => {
  test('is that of the nearest stock', () => {
    const offered = { inStock: true, locations: ['HZ'], leavesOn: '2026-11-12', arrivesOn: '2026-11-13' }
    expect(offerDelivery(question({}))).toEqual(offered)
  })

  test('is a day later for what is ordered late', () => {
    expect(offerDelivery(question({ askedAt: Date.parse('2026-11-11T16:00:00+08:00') }))).toMatchObject({ arrivesOn: '2026-11-14' })
  })

  test('is further away where only stock further away has enough', () => {
    expect(offerDelivery(question({ demands: [demand('fridge', 2)] }))).toMatchObject({ locations: ['SH'], arrivesOn: '2026-11-14' })
  })

  test('is that of the last part, where several places send', () => {
    const candidates = [at('HZ', hangzhou, { fridge: 1 }), at('SH', shanghai, { tv: 1 })]
    expect(offerDelivery(question({ candidates, demands: [demand('fridge'), demand('tv')] }))).toMatchObject({
      ...{ locations: ['HZ', 'SH'], arrivesOn: '2026-11-14' },
    })
  })

  test('is none without stock, and says what is missing', () => {
    expect(offerDelivery(question({ demands: [demand('tv', 99)] }))).toEqual({ inStock: false, missing: [{ sku: 'tv', quantity: 99 }] })
  })
})

describe('visits that are offered', () => {
  const offer = { inStock: true as const, locations: ['HZ'], leavesOn: '2026-11-12', arrivesOn: '2026-11-13' }
  const policy = installationKind.document.parse({})
  const slot = (date: string, part = 'morning', free = 1) => ({ date, slot: part, free })
  const none = { oneVisit: [], twoVisits: [] }

  test('are with the units, from the day they arrive, where somebody does both', () => {
    const slots = {
      ...none,
      oneVisit: [slot('2026-11-14'), slot('2026-11-13', 'evening'), slot('2026-11-12')],
      twoVisits: [slot('2026-11-14')],
    }
    expect(offerVisits(offer, policy, slots)).toEqual([
      { mode: 'oneVisit', ...slot('2026-11-13', 'evening') },
      { mode: 'oneVisit', ...slot('2026-11-14') },
    ])
  })

  test('are later where delivery comes first', () => {
    const slots = { ...none, twoVisits: [slot('2026-11-13'), slot('2026-11-14'), slot('2026-11-15')] }
    expect(offerVisits(offer, policy, slots).map(({ date, mode }) => `${mode} ${date}`)).toEqual([
      'twoVisits 2026-11-14',
      'twoVisits 2026-11-15',
    ])
  })

  test('do not come with units that leave from several places', () => {
    const slots = { oneVisit: [slot('2026-11-14')], twoVisits: [slot('2026-11-20')] }
    expect(offerVisits({ ...offer, locations: ['HZ', 'SH'] }, policy, slots)).toEqual([{ mode: 'twoVisits', ...slot('2026-11-20') }])
  })

  test('of several providers are one part of the day', () => {
    const slots = {
      ...none,
      oneVisit: [slot('2026-11-14', 'morning', 2), slot('2026-11-14', 'morning', 3), slot('2026-11-14', 'morning', 0)],
    }
    expect(offerVisits(offer, policy, slots)).toEqual([{ mode: 'oneVisit', ...slot('2026-11-14', 'morning', 5) }])
  })

  test('are never before the units are there, nor full, and come in order', () => {
    const anySlot = fc.record({
      date: fc.constantFrom('2026-11-11', '2026-11-13', '2026-11-14', '2026-11-15'),
      slot: fc.constantFrom('morning', 'afternoon', 'evening', '09:00-11:00'),
      free: fc.nat({ max: 2 }),
    })
    const some = fc.array(anySlot, { maxLength: 8 })
    fc.assert(
      fc.property(some, some, (oneVisit, twoVisits) => {
        const visits = offerVisits(offer, policy, { oneVisit, twoVisits })
        for (const { date, free, mode } of visits)
          expect(date >= (mode === 'oneVisit' ? '2026-11-13' : '2026-11-14') && free > 0).toBe(true)
        const days = visits.map(({ date }) => date)
        expect([...days].sort()).toEqual(days)
      }),
    )
  })
})
