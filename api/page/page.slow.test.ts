import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chinaDay, daysAfter } from '../../domain/shared/china-day.ts'
import { appOrder, minuteMs } from '../../tests/spine/harness.ts'
import { ensurePage } from '../ensure-page.ts'
import { openServer, type TestServer } from '../testing/server.ts'
import { chromiumPath, desktop, launchBrowser, phone, type TestBrowser } from './testing/browser.ts'

const start = Date.now() - 20 * minuteMs

/** Refused, since its total is one fen off. */
const brokenOrder = (orderId: string) => ({
  ...appOrder(orderId, { at: start }),
  totals: { goodsFen: 100_000, discountFen: 0, payableFen: 99_999 },
})

const suite = chromiumPath === undefined ? describe.skip : describe
suite(`the page in a browser${chromiumPath === undefined ? ' (skipped: no Chromium; name one by CHROMIUM)' : ''}`, () => {
  let server: TestServer
  let browser: TestBrowser

  beforeAll(async () => {
    const folder = await ensurePage(() => undefined)
    expect(folder).not.toBeNull()
    server = await openServer({ page: folder })
    await server.define()
    for (let order = 1; order <= 60; order += 1) {
      await server.send(appOrder(`o${order}`, { at: start + order * 1_000, paid: order % 3 !== 0 }))
    }
    browser = await launchBrowser(server.url)
  })
  afterEach(() => browser?.closeTabs())
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const open = (hash: string): Promise<Page> => browser.open(hash, server.admin)
  const rows = (page: Page) => page.locator('.table-orders tbody tr')
  const row = (page: Page, orderId: string) => page.locator(`tr[data-order="app.s1.${orderId}"]`)
  /** Later than all of the sixty, so that it stands at the top of the pool. */
  const later = (minutes: number) => ({ at: start + minutes * minuteMs })
  async function signIn(page: Page, key: string): Promise<void> {
    await page.getByLabel('访问密钥').fill(key)
    await page.getByRole('button', { name: '登录' }).click()
  }

  test('lets nobody in without a valid key, and a valid one in once', async () => {
    const page = await browser.open('')
    await signIn(page, 'a.wrong')
    await page.getByRole('alert').getByText('密钥无效').waitFor()
    await signIn(page, server.admin)
    await page.getByRole('heading', { name: '订单池' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: '订单池' }).waitFor()
    const kept = await page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }))
    expect(kept).not.toContain(server.admin.split('.')[0])
  })

  test('shows the newest orders first, and more when asked', async () => {
    const page = await open(`#/orders?to=${start + 61_000}`)
    await rows(page).nth(49).waitFor()
    expect(await rows(page).first().getAttribute('data-order')).toBe('app.s1.o60')
    await page.getByRole('button', { name: '再看更多' }).click()
    await rows(page).nth(59).waitFor()
    await page.getByText('没有更多了').waitFor()
    await row(page, 'o1').getByText('¥1,000.00').first().waitFor()
  })

  test('filters, and the address carries the filters', async () => {
    const page = await open('#/orders')
    await page.getByRole('link', { name: '待付款' }).click()
    await page.getByLabel('订单号').fill('o30')
    await page.getByText('已显示 1 单').waitFor()
    expect(page.url()).toContain('status=unpaid')
    expect(page.url()).toContain('order=o30')
    const shared = await open(new URL(page.url()).hash)
    await rows(shared).first().waitFor()
    expect(await rows(shared).count()).toBe(1)
    await page.getByLabel('订单号').fill('nothing')
    await page.getByText('没有符合条件的订单').waitFor()
    await page.getByRole('link', { name: '清除全部' }).click()
    await page.getByLabel('买家').fill('13812345678')
    await rows(page).nth(49).waitFor()
    const elsewhere = await open('#/orders?region=110000')
    await elsewhere.getByText('没有符合条件的订单').waitFor()
  })

  test('counts the orders of each status, as the other filters leave them, and counts on', async () => {
    const counted = (page: Page, status: string) => page.getByRole('navigation', { name: '订单状态' }).getByRole('link', { name: status })
    const page = await open(`#/orders?to=${start + 61_000}`)
    await counted(page, '全部 60').waitFor()
    await counted(page, '待付款 20').waitFor()
    await page.getByLabel('订单号').fill('o30')
    await counted(page, '待付款 1').waitFor()
    await page.getByLabel('渠道').selectOption('京东')
    await counted(page, '全部 0').waitFor()
    await server.send(appOrder('counted', { ...later(2), paid: false }))
    const own = await open(`#/orders?from=${start + 2 * minuteMs}&to=${start + 2 * minuteMs + 1}`)
    await counted(own, '待付款 1').waitFor()
    await server.send(appOrder('counted', { ...later(2), modifiedAt: start + 3 * minuteMs }))
    await counted(own, '待付款 0').waitFor()
  })

  test('shows a row change without being asked', async () => {
    await server.send(appOrder('live', { ...later(3), paid: false }))
    const page = await open('#/orders')
    await row(page, 'live').getByText('待付款').waitFor()
    await server.send(appOrder('live', { ...later(3), modifiedAt: start + 5 * minuteMs }))
    await page.locator('tr[data-order="app.s1.live"]:not(:has-text("待付款"))').waitFor()
    await server.send(appOrder('new', later(10)))
    await row(page, 'new').waitFor()
  })

  test('tells the story of one order, from all its streams', async () => {
    await server.send(appOrder('story', later(4)))
    const page = await open('#/orders?order=story')
    await row(page, 'story').getByRole('link').first().click()
    await page.getByRole('heading', { name: 'story' }).waitFor()
    for (const type of ['ChannelMessageReceived', 'OrderPlaced', 'PaymentCaptured'])
      await page.locator(`li[data-type=${type}]`).first().waitFor()
    await page.getByText('两边相等，分毫不差').waitFor()
    const placed = page.locator('li[data-type=OrderPlaced]')
    await placed.getByText('下单').first().waitFor()
    await placed.getByRole('button', { name: '原始数据' }).click()
    await placed.getByText('order-app.s1.story').waitFor()
    await placed.getByText('"receivableFen": 100000').first().waitFor()
  })

  test('shows the order as it stood', async () => {
    await server.send(appOrder('past', { ...later(5), paid: false }))
    await server.send(appOrder('past', { ...later(5), modifiedAt: start + 6 * minuteMs }))
    const page = await open('#/orders/app.s1.past')
    await page.locator('li[data-type=PaymentCaptured]').first().waitFor()
    await page
      .locator('li[data-type=OrderPlaced]')
      .getByRole('button', { name: /^#\d+$/ })
      .click()
    await page.getByText('显示的是台账当时所知的订单').waitFor()
    await page.locator('.order-title').getByText('待付款').waitFor()
    expect(page.url()).toMatch(/asOf=\d+/)
    await page.locator('li[data-type=PaymentCaptured].event-later').waitFor()
    await page.getByRole('button', { name: '回到现在' }).click()
    await page.locator('.order-title').getByText('已付清').waitFor()
  })

  test('goes down the stock map from the country to a SKU, and back', async () => {
    const page = await open('#/stock')
    await page.getByRole('link', { name: /^浙江省 · 可售/ }).click()
    await page.getByRole('link', { name: '杭州市' }).click()
    await page.getByRole('link', { name: 'Hangzhou' }).click()
    await page.getByRole('link', { name: 'fridge' }).click()
    const counts = page.locator('.stock-table tbody tr').first()
    await counts.getByText('10', { exact: true }).first().waitFor()
    const [fridge] = (await server.get('/v1/stock/fridge')).body.locations
    expect(fridge).toMatchObject({ onHand: 10, reserved: 10, availableToPromise: 0 })
    await server.command('ReceiveStock', { sku: 'fridge', location: 'HZ', documentId: 'in-2', quantity: 500 })
    await counts.getByText('510', { exact: true }).waitFor()
    for (let step = 0; step < 4; step += 1) await page.goBack()
    await page.getByRole('link', { name: /^浙江省 · 可售/ }).waitFor()
    await page.getByRole('link', { name: '按渠道' }).click()
    await page.getByRole('link', { name: /品牌 App/ }).click()
    await page.getByRole('heading', { name: '渠道配额与占用' }).waitFor()
  })

  test('shows the whole stock map as it stood, told how far it is while it is built, and comes back to now', async () => {
    const place = { location: 'SH', name: 'Shanghai', kind: 'warehouse', storeCode: null, covers: [], active: true }
    await server.command('DefineLocation', { ...place, region: { path: ['310000', '310100', '310115'], name: '上海' } })
    const receive = (quantity: number) =>
      server.command('ReceiveStock', { sku: 'fridge', location: 'SH', documentId: `sh-${quantity}`, quantity })
    const { position } = (await receive(3)).body
    await receive(40)
    const page = await open('#/stock')
    await page.getByRole('link', { name: '上海市 · 可售 43' }).waitFor()
    const details = { building: 'stock-map', asOf: '1000', position: '250', remainingMs: 3_000 }
    await page.route('**/v1/stock-summary?*asOf*', (route) => route.fulfill({ status: 504, json: { code: 'BEHIND', details } }), {
      times: 2,
    })
    await page.getByLabel('或日志位置').fill(position)
    await page.getByText(`历史库存：日志位置 ${position}`).waitFor()
    await page.getByText('25% · 约还需 3 秒').first().waitFor()
    await page.getByRole('link', { name: '上海市 · 可售 3', exact: true }).waitFor()
    await receive(500)
    await page.getByRole('link', { name: '上海市 · 可售 3', exact: true }).click()
    await page.locator('.stock-table').getByRole('link', { name: '上海市' }).last().click()
    await page.getByRole('link', { name: 'Shanghai' }).click()
    await page.locator('.strip-main').getByText('3', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'fridge' }).click()
    await page
      .getByRole('row', { name: /Shanghai/ })
      .first()
      .getByText('3', { exact: true })
      .first()
      .waitFor()
    expect(page.url()).toContain(`asOf=${position}`)
    await page.getByRole('button', { name: '回到现在' }).click()
    await page
      .getByRole('row', { name: /Shanghai/ })
      .first()
      .getByText('543', { exact: true })
      .first()
      .waitFor()
    await page.getByLabel('当时').fill('2020-01-01T00:00:00')
    await page.getByText('历史库存：2020-01-01 00:00:00').waitFor()
    await page.getByText('这个 SKU 没有库存记录').waitFor()
  })

  test('shows both sides of a broken sum, and takes the corrected message', async () => {
    await server.send(brokenOrder('b1'))
    const page = await open('#/exceptions')
    await page.getByRole('row').filter({ hasText: 'b1' }).getByRole('link', { name: '金额不平' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('报文中的金额互相矛盾').waitFor()
    await drawer.getByText('¥999.99').first().waitFor()
    const payload = drawer.getByRole('textbox').first()
    await payload.fill((await payload.inputValue()).replace('99999', '100000'))
    await drawer.getByLabel('更正说明').fill('total as agreed with the shop')
    await drawer.getByRole('button', { name: '更正并重试' }).click()
    await drawer.getByText('已通过').waitFor()
    await drawer.getByText('更正 1 次').waitFor()
    await drawer.getByText('已通过').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('row').filter({ hasText: 'b1' }).waitFor({ state: 'detached' })
  })

  test('tells what came of a correction that the drawer hears of before its answer', async () => {
    await server.send(brokenOrder('b2'))
    const page = await open('#/exceptions')
    await page.getByRole('row').filter({ hasText: 'b2' }).getByRole('link', { name: '金额不平' }).click()
    const drawer = page.getByRole('dialog')
    await page.route('**/correct', async (route) => {
      const response = await route.fetch()
      await drawer.getByText('更正 1 次').waitFor()
      await route.fulfill({ response })
    })
    const payload = drawer.getByRole('textbox').first()
    await payload.fill((await payload.inputValue()).replace('99999', '99998'))
    await drawer.getByLabel('更正说明').fill('still wrong')
    await drawer.getByRole('button', { name: '更正并重试' }).click()
    await drawer.getByText('仍未通过').waitFor()
    expect(await payload.inputValue()).toContain('99998')
    expect(await drawer.getByRole('button', { name: '更正并重试' }).isDisabled()).toBe(true)
  })

  test('shows the calendar of visits, a day of it, and what waits in vain', async () => {
    await offerVisits(server)
    const page = await open('#/visits?area=330106')
    const free = page.locator('.table-calendar .visits').first()
    await free.getByText('/4').waitFor()
    await expect.poll(async () => (await free.textContent())?.trim()).toBe('3/4')
    await page.getByText('空等：买家签收').waitFor()
    await free.click()
    await page.getByRole('heading', { name: /1 张安装单/ }).waitFor()
    await page.getByRole('link', { name: 'app.s1.i1' }).waitFor()
    await page.getByRole('link', { name: '后七天' }).click()
    await page.getByText('这几天这里没有开放时段').waitFor()
  })

  test('needs no scrolling sideways, in either language, at either width', async () => {
    const hashes = [
      '#/orders',
      '#/orders/app.s1.o60',
      '#/stock',
      '#/stock/sku',
      '#/stock/sku/fridge',
      '#/stock/channel?channel=app',
      '#/visits',
      '#/exceptions?open=all',
      '#/policies/audit',
      '#/status',
    ]
    await server.send(brokenOrder('b3'))
    const page = await open('#/orders')
    for (const language of ['English', '中文']) {
      await page.getByRole('button', { name: language }).click()
      for (const size of [desktop, phone]) {
        await page.setViewportSize(size)
        for (const hash of hashes) {
          await page.goto(`${server.url}/${hash}`)
          await page.locator('main table, main .strip').first().waitFor()
          expect(await page.evaluate(() => document.documentElement.scrollWidth), `${hash} in ${language}`).toBeLessThanOrEqual(size.width)
        }
      }
      await page.setViewportSize(desktop)
    }
    await page.setViewportSize(phone)
    await page.goto(`${server.url}/#/exceptions`)
    await page.getByRole('row').filter({ hasText: 'b3' }).getByRole('link', { name: '金额不平' }).click()
    await page.getByRole('dialog').getByRole('textbox').first().waitFor()
    expect(await page.getByRole('dialog').evaluate((drawer) => drawer.scrollWidth - drawer.clientWidth)).toBe(0)
  })

  test('shows the rules of the audit, tries others on past orders, and publishes them', async () => {
    const page = await open('#/policies/audit')
    await page.getByText('没有规则').waitFor()
    const when = { test: 'atLeast', fact: 'buyerFen', value: 50_000 }
    const rules = [{ id: 'dear', when, outcome: { do: 'hold', reason: '大额', forMs: 3_600_000 } }]
    await page.getByRole('textbox').first().fill(JSON.stringify({ rules }))
    await page.getByRole('button', { name: '试跑' }).click()
    await page.getByRole('row').filter({ hasText: 'dear' }).waitFor()
    await page.getByLabel('发布说明').fill('大额先看')
    await page.getByRole('button', { name: '发布' }).click()
    await page.getByText('buyerFen ≥ ¥500.00').waitFor()
    await page.getByRole('row').filter({ hasText: '大额先看' }).getByText('生效中').waitFor()
    await server.send(appOrder('held', later(30)))
    await page.goto(`${server.url}/#/orders`)
    await row(page, 'held').getByRole('link').first().click()
    await page.getByText('dear: 大额').waitFor()
    await page.goto(`${server.url}/#/policies/audit`)
    await page.getByRole('link', { name: '内置' }).click()
    await page.getByText('没有规则').waitFor()
  })

  test('shows an auditor no personal data and nothing to change', async () => {
    const key = await server.keyOf('auditor')
    await server.send(brokenOrder('b4'))
    const page = await browser.open('#/orders', key)
    await rows(page).first().getByText('加密').first().waitFor()
    expect(await page.content()).not.toContain('王小明')
    expect(await page.getByLabel('买家').count()).toBe(0)
    await page.goto(`${server.url}/#/exceptions`)
    await page.getByRole('row').filter({ hasText: 'b4' }).getByRole('link', { name: '金额不平' }).click()
    await page.getByText('只有管理员和运营可以处理异常').waitFor()
    expect(await page.getByRole('button', { name: '原样重试' }).count()).toBe(0)
    await server.ask('DELETE', `/v1/keys/${key.split('.')[0]}`)
    await page.reload()
    await page.getByRole('button', { name: '登录' }).waitFor()
  })

  test('signs out', async () => {
    const page = await open('#/orders')
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByRole('button', { name: '登录' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: '登录' }).waitFor()
  })

  test('asks nobody else for anything, and the browser has nothing to complain about', () => {
    expect(browser.complaints).toEqual([])
  })
})

/** One provider that delivers and installs, with one order booked; and one card nobody signed for. */
async function offerVisits(server: TestServer): Promise<void> {
  const tomorrow = daysAfter(chinaDay(Date.now()), 1)
  const steps: readonly [string, object][] = [
    ['PublishPolicy', { name: 'installation', kind: 'installation', document: { waits: { signingMs: 1, providerMs: 1 } }, note: 'n' }],
    ['PublishPolicy', { name: 'transport', kind: 'transport', document: { rows: [], otherwiseDays: 0, leavesAfterDays: 0 }, note: 'n' }],
    ['DefineProvider', { provider: 'P1', name: '安达服务' }],
    [
      'SetCoverage',
      { provider: 'P1', serviceKind: 'toHomeAndInstall', area: '330106', category: null, brand: null, validFrom: 0, validTo: null },
    ],
    [
      'OfferCapacity',
      { area: '330106', date: tomorrow, provider: 'P1', slot: 'morning', offeredFor: null, quantity: 4, overbookPercent: 0 },
    ],
  ]
  for (const [type, data] of steps) {
    const { status, body } = await server.command(type, data)
    expect(status, JSON.stringify(body)).toBe(200)
  }
  const installed = (orderId: string, district: string) => {
    const order = appOrder(orderId, { at: Date.now() })
    return { ...order, buyer: { ...order.buyer, district }, lines: order.lines.map((line) => ({ ...line, delivery: 'install' })) }
  }
  await server.send(installed('i1', '西湖区'))
  await server.send(installed('i2', '余杭区'))
}
