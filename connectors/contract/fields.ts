import { describe, expect, it } from 'vitest'
import { canonicalAfterSale, canonicalOrder } from '../../domain/channel/canonical.ts'
import { type ChannelDocumentation, type FieldTable, sourceOfField } from '../documentation.ts'
import { leafPaths } from '../shared/canonical-paths.ts'
import type { Fixture } from './fixtures.ts'

/** Leaves that say something: false, zero and nothing are what a field is without a source. */
function shownPaths(value: unknown, path = ''): readonly string[] {
  if (value === null || value === false || value === 0 || value === '') return []
  if (Array.isArray(value)) return value.flatMap((item) => shownPaths(item, `${path}[]`))
  if (typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([key, item]) => shownPaths(item, path === '' ? key : `${path}.${key}`))
}

export function registerFields({ title, order, afterSale }: ChannelDocumentation, fixtures: readonly Fixture[]): void {
  const messages = fixtures.flatMap(({ expected }) => (expected.ok ? [expected.message] : []))
  const shown = {
    order: new Set(messages.flatMap((message) => (message.kind === 'order' ? shownPaths(message.order) : []))),
    afterSale: new Set(messages.flatMap((message) => (message.kind === 'afterSale' ? shownPaths(message.afterSale) : []))),
  }
  const tables: readonly (readonly [string, FieldTable, readonly string[], ReadonlySet<string>])[] = [
    ['order', order, leafPaths(canonicalOrder), shown.order],
    ['after-sale', afterSale, leafPaths(canonicalAfterSale), shown.afterSale],
  ]

  describe.each(tables)(`${title} says where each field of the canonical %s comes from`, (_kind, table, leaves, seen) => {
    it('leaving none out and inventing none', () => {
      expect(leaves.filter((leaf) => sourceOfField(table, leaf) === undefined)).toEqual([])
      const known = (group: string): boolean =>
        leaves.some((leaf) => leaf === group || leaf.startsWith(`${group}.`) || leaf.startsWith(`${group}[`))
      expect(Object.keys(table).filter((group) => !known(group))).toEqual([])
    })

    it('truly: what it does not show is in no fixture, and what it shows is in some', () => {
      expect([...seen].filter((leaf) => sourceOfField(table, leaf) === null)).toEqual([])
      expect(leaves.filter((leaf) => sourceOfField(table, leaf) !== null && !seen.has(leaf))).toEqual([])
    })
  })
}
