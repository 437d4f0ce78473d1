import { areaList } from '@vant/area-data'
import type { CanonicalParty } from '../../domain/channel/canonical.ts'

type Region = CanonicalParty['region']

export interface RegionNames {
  readonly province: string | null
  readonly city: string | null
  readonly district: string | null
  readonly town: string | null
}

/**
 * Division codes (GB/T 2260) of the names a channel writes, from the province down, as far as they are known without doubt. Sources shorten
 * names ("广东"), leave out the city of a county-level city, or write the province again as the city of a municipality.
 */
export function regionOf(names: RegionNames): Region {
  return { ...names, path: pathOf(names) }
}

function pathOf({ province, city, district }: RegionNames): string[] {
  const provinceCode = codeIn(provinces, province)
  if (provinceCode === undefined) return []
  const cityCode = codeIn(cities.get(provinceCode), city)
  const districtCode =
    districtOf(provinceCode, cityCode, district) ?? (cityCode === undefined ? districtOf(provinceCode, undefined, city) : undefined)
  const above = districtCode === undefined ? cityCode : cityOf(districtCode)
  return [provinceCode, above, districtCode].filter((code) => code !== undefined)
}

/** Within the city, or within the province when the city is not known and only one district has this name. */
function districtOf(provinceCode: string, cityCode: string | undefined, district: string | null): string | undefined {
  if (district === null) return undefined
  if (cityCode !== undefined) return codeIn(districts.get(cityCode), district)
  const found = new Set([...new Set(cities.get(provinceCode)?.values())].flatMap((code) => districts.get(code)?.get(district.trim()) ?? []))
  return found.size === 1 ? [...found][0] : undefined
}

const codeIn = (names: Names | undefined, name: string | null): string | undefined =>
  name === null ? undefined : (names?.get(name.trim()) ?? names?.get(shortOf(name)))

const cityOf = (districtCode: string): string => `${districtCode.slice(0, 4)}00`

const peoples =
  '回族|藏族|彝族|苗族|壮族|白族|傣族|羌族|侗族|瑶族|土族|黎族|水族|畲族|满族|土家族|布依族|景颇族|傈僳族|哈尼族|朝鲜族|蒙古族|仡佬族|拉祜族|佤族|布朗族|纳西族|独龙族|怒族|普米族|撒拉族|东乡族|保安族|裕固族|哈萨克族|各族|仫佬族|毛南族|维吾尔|哈萨克|柯尔克孜|蒙古|锡伯|塔吉克|达斡尔族|鄂温克族|鄂伦春'
const suffix = new RegExp(`(?:特别行政区|(?:${peoples})*自治[区州县旗]|省|市|地区|盟|区|县|旗)$`)

/** The name without the word for what kind of division it is; kept when too little would remain to tell it apart. */
function shortOf(name: string): string {
  const trimmed = name.trim()
  const short = trimmed.replace(suffix, '')
  return short.length >= 2 ? short : trimmed
}

/** Names to codes, by the division above. Of two with the same short name none has it. */
type Names = Map<string, string>

const provinces: Names = new Map(Object.entries(areaList.province_list).map(([code, name]) => [shortOf(name), code]))
const cities = namesBelow(areaList.city_list, (code) => `${code.slice(0, 2)}0000`)
const districts = namesBelow(areaList.county_list, cityOf)

function namesBelow(divisions: Readonly<Record<string, string>>, above: (code: string) => string): Map<string, Names> {
  const tables = new Map<string, Names>()
  const ambiguous = new Set<string>()
  for (const [code, name] of Object.entries(divisions)) {
    const parent = above(code)
    const table = tables.get(parent) ?? new Map<string, string>()
    const short = shortOf(name)
    if (table.has(short)) ambiguous.add(`${parent}${short}`)
    table.set(short, code)
    tables.set(parent, table)
  }
  for (const key of ambiguous) tables.get(key.slice(0, 6))?.delete(key.slice(6))
  for (const [code, name] of Object.entries(divisions)) tables.get(above(code))?.set(name, code)
  return tables
}
