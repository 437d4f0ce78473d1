import { signal } from '@preact/signals'
import { nameIn } from '../language/language.ts'
import type { Option } from '../parts/form.tsx'
import { provinces } from '../stock/provinces.ts'

type Names = Readonly<Record<string, string>>

/** Cities and districts below the provinces; empty until someone asks for them, since the list is long. */
const below = signal<{ readonly cities: Names; readonly districts: Names }>({ cities: {}, districts: {} })
let asked = false

export async function loadDivisions(): Promise<void> {
  if (asked) return
  asked = true
  const { areaList } = await import('@vant/area-data')
  below.value = { cities: areaList.city_list, districts: areaList.county_list }
}

const optionsOf = (names: Names, prefix: string): readonly Option[] =>
  Object.entries(names).flatMap(([value, label]) => (value.startsWith(prefix) ? [{ value, label }] : []))

export const provinceOptions = (): readonly Option[] => provinces.map(({ area, name }) => ({ value: area, label: nameIn(name) }))
export const cityOptions = (province: string): readonly Option[] => optionsOf(below.value.cities, province.slice(0, 2))
export const districtOptions = (city: string): readonly Option[] => optionsOf(below.value.districts, city.slice(0, 4))

/** The divisions a code lies in, from the province down to itself. */
export function pathOfArea(area: string): readonly string[] {
  if (!/^\d{6}$/.test(area)) return []
  const steps = [`${area.slice(0, 2)}0000`, `${area.slice(0, 4)}00`, area]
  return [...new Set(steps)]
}

/** Name of a division as far as it is known here; else its code. */
export function divisionName(area: string): string {
  const province = provinces.find((each) => each.area === area)
  return province === undefined ? (below.value.cities[area] ?? below.value.districts[area] ?? area) : nameIn(province.name)
}
