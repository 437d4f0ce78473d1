const MINUS = '−'

/** Yuan with exactly two decimals, in thousands; the fen are never rounded. */
export function yuan(amountFen: number): string {
  const { sign, whole, fraction } = yuanParts(amountFen)
  return `${sign}¥${whole}.${fraction}`
}

export function yuanParts(amountFen: number): { readonly sign: string; readonly whole: string; readonly fraction: string } {
  const fen = Math.abs(amountFen)
  const fraction = String(fen % 100).padStart(2, '0')
  return { sign: amountFen < 0 ? MINUS : '', whole: inThousands((fen - (fen % 100)) / 100), fraction }
}

export function count(units: number): string {
  return (units < 0 ? MINUS : '') + inThousands(Math.abs(units))
}

/** A signed difference. */
export const difference = (units: number): string => (units > 0 ? `+${count(units)}` : count(units))

const inThousands = (whole: number): string => String(whole).replace(/\B(?=(\d{3})+$)/g, ',')

/** For where there is no room: `1.2万`, `12.3k`. Cut, not rounded up, so that it never promises more than there is. */
export function compact(units: number, language: 'zh' | 'en'): string {
  const steps =
    language === 'zh'
      ? ([
          [100_000_000, '亿'],
          [10_000, '万'],
        ] as const)
      : ([
          [1_000_000, 'm'],
          [1_000, 'k'],
        ] as const)
  const step = steps.find(([size]) => units >= size)
  if (step === undefined) return count(units)
  const tenths = Math.floor(units / (step[0] / 10))
  return tenths >= 1_000 || tenths % 10 === 0
    ? `${count(Math.floor(tenths / 10))}${step[1]}`
    : `${Math.floor(tenths / 10)}.${tenths % 10}${step[1]}`
}
