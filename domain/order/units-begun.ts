/** One SKU of an order line: how many of it left, and how many make one unit of the line. */
export interface Part {
  readonly units: number
  readonly quantityPerUnit: number
}

/**
 * Units of an order line of which something left. The parts of a set may leave one after the other, and from several locations: the
 * fullest part decides.
 */
export const unitsBegun = (parts: readonly Part[]): number =>
  Math.max(0, ...parts.map(({ units, quantityPerUnit }) => Math.ceil(units / quantityPerUnit)))
