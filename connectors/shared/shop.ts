import type { Receipt } from '../port.ts'
import { optionalId } from './fields.ts'
import { refuse, type Source } from './source.ts'

/** The shop, as the payload names it or as the receiver knows it. */
export function shopOf(source: Source, key: string, { shop }: Receipt): string {
  const before = source.problems.length
  const named = optionalId(source, key) ?? shop
  if (named !== undefined) return named
  if (source.problems.length === before) refuse(source, key, 'the shop (or name the shop beside the message)')
  return '-'
}

export const optionalShopOf = (source: Source, key: string, { shop }: Receipt): string | null => optionalId(source, key) ?? shop ?? null

/** For channels whose API answers never name the shop: one shop needs no name. */
export const soleShop = 'default'
