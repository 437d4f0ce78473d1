import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { appOrder, dayMs } from '../../tests/spine/harness.ts'
import { ensurePage } from '../ensure-page.ts'
import { openServer, type TestServer } from '../testing/server.ts'
import { chromiumPath, desktop, launchBrowser, phone, type TestBrowser } from './testing/browser.ts'

const start = Date.now() - 3 * dayMs

const suite = chromiumPath === undefined ? describe.skip : describe
suite(`the board of fulfilments${chromiumPath === undefined ? ' (skipped: no Chromium; name one by CHROMIUM)' : ''}`, () => {
  let server: TestServer
  let browser: TestBrowser

  beforeAll(async () => {
    const folder = await ensurePage(() => undefined)
    server = await openServer({ page: folder })
    await server.define()
    await server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'in-2', quantity: 90 })
    const late = { shipBy: new Date(start + dayMs).toISOString(), deliverFrom: null, deliverBy: null, slot: null }
    for (let order = 1; order <= 70; order += 1)
      await server.send(appOrder(`o${order}`, { at: start + order * 60_000, ...(order === 40 ? { promised: late } : {}) }))
    const fulfilmentId = 'app.s1.o2.1@HZ'
    const given = async () => expect((await server.get('/v1/fulfilments?orderId=app.s1.o70')).body.items).toHaveLength(1)
    await vi.waitFor(given, { timeout: 30_000 })
    expect((await server.command('RejectFulfilment', { fulfilmentId, reason: 'closed today' })).status).toBeLessThan(300)
    browser = await launchBrowser(server.url)
  })
  afterEach(() => browser?.closeTabs())
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const open = (hash: string): Promise<Page> => browser.open(hash, server.admin)
  const works = (page: Page) => page.locator('section[aria-labelledby=works-title] tbody tr')

  test('shows what should have left first, then what is open, the oldest first, a page at a time', async () => {
    const page = await open('#/fulfilments')
    await page.getByRole('heading', { name: '履约看板' }).waitFor()
    const overdue = page.locator('section[aria-labelledby=overdue-title]')
    await overdue.getByText('超时未发出（1）').waitFor()
    expect(await overdue.locator('tbody tr').count()).toBe(1)
    await overdue.getByText('o40').waitFor()
    await overdue.getByText('超时 2 天').waitFor()
    await expect.poll(() => works(page).count()).toBe(50)
    const { items } = (await server.get('/v1/fulfilments?open=true&oldest=true&limit=50')).body
    const shown = await works(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-fulfilment')))
    expect(shown).toEqual(items.map(({ fulfilmentId }: { fulfilmentId: string }) => fulfilmentId))
    await page.getByRole('button', { name: '再看更多' }).click()
    await expect.poll(() => works(page).count()).toBeGreaterThanOrEqual(69)
    await page.getByText('没有更多了').waitFor()
  })

  test('is narrowed by state at the server, and leads to the story of the order', async () => {
    const page = await open('#/fulfilments')
    await page.getByLabel('状态').selectOption('rejected')
    await expect.poll(() => works(page).count()).toBe(1)
    await works(page).getByText('closed today').waitFor()
    expect(page.url()).toContain('state=rejected')
    await works(page).getByRole('link', { name: 'o2' }).click()
    await page.locator('li[data-type=FulfilmentRejected]').waitFor()
  })

  test.each([
    ['a desk', desktop],
    ['a phone', phone],
  ] as const)('fits on %s, in English, too', async (_, size) => {
    const page = await open('#/fulfilments')
    await page.setViewportSize(size)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('Should have left (1)').waitFor()
    await works(page).first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width)
    expect(browser.complaints).toEqual([])
  })
})
