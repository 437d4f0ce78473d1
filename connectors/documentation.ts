import type { Equation } from './shared/sums.ts'

/** Where a canonical field comes from: source fields in words of the channel, or null when the channel does not show it. */
export type FieldTable = Readonly<Record<string, string | null>>

/** What a channel says of itself: the tables people read are made of it, and the contract holds it to it. */
export interface ChannelDocumentation {
  readonly title: string
  /** The messages it takes, by the names the channel gives them. */
  readonly messages: readonly string[]
  /** What is assumed, uncertain or surprising. */
  readonly notes: readonly string[]
  /** Canonical path of a field, or of a whole group, to its source. */
  readonly order: FieldTable
  readonly afterSale: FieldTable
  readonly equations: readonly Pick<Equation<never>, 'name' | 'formula'>[]
  /** Unit of amounts in its payloads, and fields that break the rule (by the end of their path). */
  readonly unit: 'yuan' | 'fen'
  readonly otherUnits: Readonly<Record<string, 'yuan' | 'fen'>>
  /** Amounts that no equation covers (by the end of their path), and why. */
  readonly notCovered: Readonly<Record<string, string>>
}

/** The entry of the longest group that holds the path; undefined when none does. */
export function sourceOfField(table: FieldTable, path: string): string | null | undefined {
  const groups = Object.keys(table).filter((group) => path === group || path.startsWith(`${group}.`) || path.startsWith(`${group}[`))
  const longest = groups.sort((one, other) => other.length - one.length)[0]
  return longest === undefined ? undefined : table[longest]
}
