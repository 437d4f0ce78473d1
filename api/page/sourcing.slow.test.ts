import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appOrder, minuteMs } from '../../tests/spine/harness.ts'
import { ensurePage } from '../ensure-page.ts'
import { openServer, type TestServer } from '../testing/server.ts'
import { chromiumPath, launchBrowser, phone, type TestBrowser } from './testing/browser.ts'

const start = Date.now() - 20 * minuteMs
const places = { NB: ['330000', '330200', '330203'], BJ: ['110000', '110100', '110105'] } as const
const card = (name: string, pieceFen: number) => ({
  ...{ card: name, volumetricDivisor: null, surcharges: [] },
  parcel: [{ area: 'CN', firstGrams: 1_000, firstFen: 1_000, stepGrams: 1_000, stepFen: 100 }],
  bulky: [{ area: 'CN', category: 'refrigerator', pieceFen }],
})

const suite = chromiumPath === undefined ? describe.skip : describe
suite(`sourcing on the page${chromiumPath === undefined ? ' (skipped: no Chromium; name one by CHROMIUM)' : ''}`, () => {
  let server: TestServer
  let browser: TestBrowser

  beforeAll(async () => {
    const folder = await ensurePage(() => undefined)
    server = await openServer({ page: folder })
    await server.define()
    const ask = async (type: string, data: object) => expect((await server.command(type, data)).status, type).toBeLessThan(300)
    for (const [location, path] of Object.entries(places)) {
      const fixed = { kind: 'warehouse', storeCode: null, covers: location === 'BJ' ? ['110000'] : [], active: true }
      await ask('DefineLocation', { location, name: location === 'NB' ? '宁波仓' : '北京仓', region: { path, name: location }, ...fixed })
      await ask('ReceiveStock', { sku: 'fridge', location, documentId: `in-${location}`, quantity: 5 })
    }
    const ability = { tasks: ['ship', 'scanSerial'], invoicingEntities: null, subsidyRegions: null, handlingFen: 200, paused: false }
    for (const location of ['HZ', 'NB'])
      await ask('SetLocationAbility', { location, ability: { ...ability, card: location, deliveryDays: [1, 1, 2, 4] } })
    const cards = { cards: [card('HZ', 9_000), card('NB', 3_000)] }
    await ask('PublishPolicy', { name: 'tariff', kind: 'tariff', document: cards, note: 'prices' })
    await ask('PublishPolicy', { name: 'sourcing', kind: 'sourcing', document: { by: 'cost' }, note: 'by cost' })
    await server.send(appOrder('why', { at: start }))
    browser = await launchBrowser(server.url)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const decision = (page: Page) => page.locator('li[data-type=SourcingDecided]')

  test('an order tells why it is sent from where it is, what else there was and what that would cost, in Chinese', async () => {
    const page = await browser.open('#/orders/app.s1.why', server.admin)
    const told = decision(page)
    await told.getByText('寻源决策').waitFor()
    await told.getByText('由 宁波仓 发货，¥32.00：2 个可用地点中成本最低（规则第 1 版、运价第 1 版）').waitFor()
    await told.getByText('已证明最优').waitFor()
    await told.getByText('不覆盖收货地').waitFor()
    const rows = await told.locator('tbody tr').allInnerTexts()
    expect(rows.map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^1 宁波仓: fridge ×1 .*32\.00 .*30\.00 .*2\.00$/),
      expect.stringMatching(/^2 .*: fridge ×1 .*92\.00 .*90\.00 .*2\.00$/),
    ])
    const [head, first] = await Promise.all(['thead', 'tbody tr'].map((part) => told.locator(part).first().boundingBox()))
    expect(head!.y + head!.height).toBeLessThanOrEqual(first!.y + 1)
    await told.getByRole('button', { name: '逐个地点的原因' }).click()
    await told.getByText('重算结果一致').waitFor()
    await told.getByText('北京仓').waitFor()
    expect(await told.locator('.sourcing-locations li').count()).toBe(3)
  })

  test('and in English, on a phone without anything beyond its edge', async () => {
    const page = await browser.open('#/orders/app.s1.why', server.admin)
    await page.setViewportSize(phone)
    await page.getByRole('button', { name: 'English' }).click()
    const told = decision(page)
    await told.getByText('From 宁波仓, ¥32.00: cheapest of what 2 locations could send (rules 1, tariff 1)').waitFor()
    await told.getByText('does not send there').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width)
    expect(browser.complaints).toEqual([])
  })
})
