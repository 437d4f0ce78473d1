import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** Undefined where there is no browser to look with. */
export const chromiumPath = places.find((path) => path !== undefined && existsSync(path))

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const quiet = ['--disable-component-update', '--disable-sync']

export const desktop = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

export interface TestBrowser {
  /** A tab of its own, signed in with the key; with nobody signed in without one. */
  open(hash: string, key?: string): Promise<Page>
  /** What the browser complained of, or asked of anybody else. */
  readonly complaints: readonly string[]
  /** Closes every tab, so that what one test left open is not in the way of the next. */
  closeTabs(): Promise<void>
  close(): Promise<void>
}

export async function launchBrowser(url: string): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath!, args: [...flags, ...quiet] })
  const complaints: string[] = []
  const tabs = new Set<BrowserContext>()

  function watch(page: Page): void {
    page.on('console', (message) => {
      // Not signed in, and not there yet: the page asks to see, and is answered by a status the browser always complains of.
      if (message.type() === 'error' && !/status of (401|504)/.test(message.text()))
        complaints.push(`${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(`asked ${request.url()}`)
    })
  }
  return {
    complaints,
    async open(hash, key) {
      const context = await browser.newContext({ viewport: desktop, locale: 'zh-CN', timezoneId: 'America/New_York' })
      tabs.add(context)
      context.setDefaultTimeout(60_000)
      if (key !== undefined) {
        const signedIn = await context.request.post(`${url}/v1/session`, { data: { key }, headers: { origin: url } })
        if (!signedIn.ok()) throw new Error(`not signed in: ${await signedIn.text()}`)
      }
      const page = await context.newPage()
      watch(page)
      await page.goto(`${url}/${hash}`)
      return page
    },
    async closeTabs() {
      for (const context of tabs) await context.close()
      tabs.clear()
    },
    close: () => browser.close(),
  }
}
