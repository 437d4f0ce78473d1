/** Where the capital of a province lies, in hundredths of a degree, and how many live in the province, in millions. */
export interface Province {
  readonly code: string
  readonly latitude: number
  readonly longitude: number
  readonly people: number
}

const table = [
  ['110000', 3990, 11641, 22],
  ['120000', 3913, 11720, 14],
  ['130000', 3804, 11451, 75],
  ['140000', 3787, 11255, 35],
  ['150000', 4084, 11175, 24],
  ['210000', 4180, 12343, 43],
  ['220000', 4388, 12532, 24],
  ['230000', 4580, 12653, 32],
  ['310000', 3123, 12147, 25],
  ['320000', 3206, 11880, 85],
  ['330000', 3027, 12016, 65],
  ['340000', 3182, 11723, 61],
  ['350000', 2607, 11930, 42],
  ['360000', 2868, 11586, 45],
  ['370000', 3665, 11712, 102],
  ['410000', 3475, 11362, 99],
  ['420000', 3059, 11431, 58],
  ['430000', 2823, 11294, 66],
  ['440000', 2313, 11326, 126],
  ['450000', 2282, 10832, 50],
  ['460000', 2004, 11020, 10],
  ['500000', 2956, 10655, 32],
  ['510000', 3057, 10407, 84],
  ['520000', 2665, 10663, 39],
  ['530000', 2504, 10271, 47],
  ['540000', 2965, 9113, 4],
  ['610000', 3434, 10894, 40],
  ['620000', 3606, 10383, 25],
  ['630000', 3662, 10178, 6],
  ['640000', 3847, 10626, 7],
  ['650000', 4382, 8762, 26],
] as const

export const provinces: readonly Province[] = table.map(([code, latitude, longitude, people]) => ({ code, latitude, longitude, people }))

/** What carriers call remote, and charge for. */
export const remoteProvinces: ReadonlySet<string> = new Set(['540000', '630000', '650000'])

interface Point {
  readonly latitude: number
  readonly longitude: number
}

/** Whole kilometres on a flat map: a degree of longitude taken as nine tenths of a degree of latitude. */
export function kilometres(from: Point, to: Point): number {
  const north = ((from.latitude - to.latitude) * 111) / 100
  const east = ((from.longitude - to.longitude) * 100) / 100
  return Math.round(Math.hypot(north, east))
}
