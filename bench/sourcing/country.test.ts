import { describe, expect, test } from 'vitest'
import { countryOf } from './country.ts'
import { provinces } from './provinces.ts'

describe('the country of the bench', () => {
  const size = { goods: 60, orders: 2_000 }
  const country = countryOf(1, size)

  test('follows from its seed', () => {
    expect(countryOf(1, size)).toEqual(country)
    expect(countryOf(2, size).orders).not.toEqual(country.orders)
  })

  test('has 31 provinces, 30 warehouses and 500 stores, each with a card of its own city', () => {
    const cards = new Set(country.cards.map(({ card }) => card))
    expect(provinces.length).toBe(31)
    expect(country.sites.filter(({ kind }) => kind === 'warehouse').length).toBe(30)
    expect(country.sites.filter(({ kind }) => kind === 'store').length).toBe(500)
    expect(new Set(country.sites.map(({ location }) => location)).size).toBe(530)
    expect(country.sites.filter(({ card, place }) => !cards.has(card) || !card.endsWith(place.path[1]))).toEqual([])
  })

  test('counts in whole grams, millimetres and fen', () => {
    const numbers = [
      ...country.goods.flatMap((good) => [good.weightGrams, ...good.sizeMillimetres, good.priceFen]),
      ...country.cards.flatMap(({ parcel, bulky }) => [
        ...parcel.flatMap(({ firstFen, stepFen }) => [firstFen, stepFen]),
        ...bulky.map(({ pieceFen }) => pieceFen),
      ]),
    ]
    expect(numbers.filter((number) => !Number.isSafeInteger(number) || number <= 0)).toEqual([])
  })

  test('sells baskets of one, two and more lines as 70, 20 and 10, and the first good most', () => {
    const share = (from: number, to: number) =>
      country.orders.filter(({ lines }) => lines.length >= from && lines.length <= to).length / country.orders.length
    expect(share(1, 1)).toBeCloseTo(0.7, 1)
    expect(share(2, 2)).toBeCloseTo(0.2, 1)
    expect(share(3, 5)).toBeCloseTo(0.1, 1)
    const sold = country.goods.map((good) => country.orders.filter(({ lines }) => lines.some((line) => line.good === good)).length)
    expect(Math.max(...sold)).toBe(sold[0])
  })

  test('is out of stock in a tenth of what a site carries', () => {
    const held = country.sites.flatMap(({ stock }) => [...stock.values()])
    expect(held.filter(({ onHand }) => onHand === 0).length / held.length).toBeCloseTo(0.1, 1)
  })
})
