import { areaList } from '@vant/area-data'
import { country } from '../../domain/shared/region.ts'
import type { Condition } from '../../stores/documents/port.ts'

/** Name of a division code (GB/T 2260); the code itself where the list does not have it. */
export function nameOfArea(area: string): string {
  if (area === country) return '全国'
  return areaList.province_list[area] ?? areaList.city_list[area] ?? areaList.county_list[area] ?? area
}

/** Digits of a code that name the division; the rest are zeros. */
const prefixOf = (area: string): string => area.replace(/^(\d{2})0000$/, '$1').replace(/^(\d{4})00$/, '$1')

/** The area itself and all below it: codes begin with those of the division above. */
export function inArea(area: string): Condition {
  if (area === country) return { gte: '' }
  const prefix = prefixOf(area)
  return prefix.length === 6 ? area : { gte: prefix.padEnd(6, '0'), lte: prefix.padEnd(6, '9') }
}

/** The level whose areas lie directly in this one; null below a district. */
export function levelBelow(area: string): 'province' | 'city' | 'district' | null {
  if (area === country) return 'province'
  const { length } = prefixOf(area)
  return length === 2 ? 'city' : length === 4 ? 'district' : null
}
