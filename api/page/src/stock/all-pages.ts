import type { Page } from '../api/http.ts'

const mostItems = 4_000

export interface AllPages<Item> {
  readonly items: readonly Item[]
  /** False when there is more than a screen reads. */
  readonly complete: boolean
}

export async function allPages<Item>(fetchPage: (after: string | undefined) => Promise<Page<Item>>): Promise<AllPages<Item>> {
  const items: Item[] = []
  let next: string | null = null
  do {
    const page: Page<Item> = await fetchPage(next ?? undefined)
    items.push(...page.items)
    next = page.next
  } while (next !== null && items.length < mostItems)
  return { items, complete: next === null }
}
