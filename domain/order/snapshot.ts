import type { Commitment, LineState, Order, OrderState } from './state.ts'

type FrozenLine = Omit<LineState, 'freeUnitsRefunded'> & { readonly freeUnitsRefunded: readonly number[] }
type Installing = NonNullable<ReturnType<Order['installations']['get']>>
type Frozen = Omit<Order, 'lines' | 'payments' | 'refunds' | 'holds' | 'shipments' | 'installations'> & {
  readonly lines: readonly FrozenLine[]
  readonly payments: readonly (readonly [string, number])[]
  readonly refunds: readonly (readonly [string, Commitment])[]
  readonly holds: readonly string[]
  readonly shipments: readonly string[]
  readonly installations: readonly (readonly [string, Installing])[]
}

/** The state as JSON, sharing with it only what never changes: thawed again it can be evolved without touching the first. */
export function freeze(state: OrderState): unknown {
  if (state === null) return null
  const { lines, payments, refunds, holds, shipments, installations, ...rest } = state
  return {
    ...rest,
    lines: [...lines.values()].map((line) => ({ ...copyOf(line), freeUnitsRefunded: [...line.freeUnitsRefunded] })),
    payments: [...payments],
    refunds: [...refunds],
    holds: [...holds],
    shipments: [...shipments],
    installations: [...installations],
  }
}

export function thaw(frozen: unknown): OrderState {
  if (frozen === null) return null
  const { lines, payments, refunds, holds, shipments, installations, ...rest } = frozen as Frozen
  return {
    ...rest,
    lines: new Map(lines.map((line) => [line.lineId, { ...copyOf(line), freeUnitsRefunded: new Set(line.freeUnitsRefunded) }])),
    payments: new Map(payments),
    refunds: new Map(refunds),
    holds: new Set(holds) as Order['holds'],
    shipments: new Set(shipments),
    installations: new Map(installations),
  }
}

const copyOf = <Line extends FrozenLine | LineState>(line: Line): Line => ({
  ...line,
  unitDueFen: [...line.unitDueFen],
  unitRefundedFen: [...line.unitRefundedFen],
})

export const weigh = (state: OrderState): number =>
  state === null
    ? 16
    : 1_000 +
      state.lines.size * 700 +
      state.unitCount * 40 +
      state.payments.size * 100 +
      state.refunds.size * 500 +
      state.shipments.size * 100 +
      state.installations.size * 200 +
      (state.sourcing?.lines.length ?? 0) * 200
