import { areaList } from '@vant/area-data'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { provinces, shadeOf } from './provinces.ts'

test('every province of the national standard has one tile of its own', () => {
  expect(provinces.map(({ area }) => area).sort()).toEqual(Object.keys(areaList.province_list).sort())
  for (const { area, name } of provinces) expect(areaList.province_list[area]).toBe(name.zh)
  expect(new Set(provinces.map(({ column, row }) => `${column}/${row}`)).size).toBe(provinces.length)
})

test('tiles lie as provinces do', () => {
  const tile = (short: string) => provinces.find((each) => each.short.zh === short)!
  expect(tile('黑').row).toBeLessThan(tile('京').row)
  expect(tile('新').column).toBeLessThan(tile('沪').column)
  expect(tile('琼').row).toBe(Math.max(...provinces.map(({ row }) => row)))
  expect(tile('桂').column).toBeLessThan(tile('粤').column)
})

test('shades deepen with units, and only nothing has none', () => {
  expect(shadeOf(0, 100)).toBe(0)
  expect(shadeOf(1, 1_000_000)).toBe(1)
  expect(shadeOf(100, 100)).toBe(6)
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (one, other) => {
      const most = Math.max(one, other)
      return shadeOf(Math.min(one, other), most) <= shadeOf(most, most)
    }),
  )
})
