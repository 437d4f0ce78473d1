import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyFolder } from '../replay/cli/verify-folder.ts'
import { type Sold, sell } from './demo.ts'
import { settingsFor } from './engine.ts'
import type { Person } from './people.ts'
import { planOf } from './plan.ts'
import { clearTexts } from './testing/clear-text.ts'

const options = { seed: 1, orders: 2_000, days: 1 }
const folder = mkdtempSync(join(tmpdir(), 'ledger-demo-'))
let sold: Sold

beforeAll(async () => {
  sold = await sell(options, folder, {})
}, 1_200_000)
afterAll(() => rmSync(folder, { recursive: true }))

const people = (): readonly Person[] => planOf(options).sales.flatMap(({ buyer }) => buyer ?? [])
const personalTexts = (each: readonly Person[]): readonly string[] =>
  each.flatMap(({ name, phone, address, identityNumber }) => [name, phone, address, identityNumber])

describe('a day of 2,000 orders', () => {
  test('is in the ledger to the last count', () => {
    expect(sold.answers.surprises).toEqual([])
    expect(sold.differences).toEqual([])
    const { mishaps, unpaid, cancelled, returns, exceptionsByCause } = sold.truth
    for (const count of [...Object.values(mishaps), unpaid, cancelled, returns, exceptionsByCause.outOfStock])
      expect(count).toBeGreaterThan(0)
    for (const cause of ['exchanged', 'intercepted', 'parcelLost', 'parcelRefused'])
      expect(exceptionsByCause[cause], cause).toBeGreaterThan(0)
    expect({ openProcesses: sold.measures.openProcesses, open: sold.measures.ends.open }).toEqual({ openProcesses: 0, open: 0 })
  })

  test('is verified, and nothing was promised twice', async () => {
    const { ok, first, oversold } = await verifyFolder(settingsFor({ folder, seed: options.seed, environment: {} }), () => undefined)
    expect({ ok, first, oversold }).toEqual({ ok: true, first: null, oversold: 0 })
  })

  test('holds no name, phone, address or identity number in clear in any byte of its folder', () => {
    const texts = personalTexts(people())
    expect(texts.length).toBeGreaterThan(5_000)
    expect([...clearTexts(folder, texts)]).toEqual([])
  })
})

test('the walk over every byte finds what lies in clear, in every form', () => {
  const [person] = people()
  const planted = mkdtempSync(join(tmpdir(), 'ledger-planted-'))
  try {
    const escapes = JSON.stringify(person!.name).replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`)
    const clear = [
      Buffer.from(JSON.stringify(person)),
      Buffer.from(person!.name, 'utf16le'),
      Buffer.from(person!.phone, 'utf16le').swap16(),
    ]
    writeFileSync(join(planted, 'copy'), Buffer.concat([Buffer.alloc(3, 0xff), ...clear, Buffer.from(escapes)]))
    const found = [...clearTexts(planted, personalTexts([person!]))].map(({ text, form }) => `${form} ${text}`)
    const { name, phone, address, identityNumber } = person!
    expect(found).toEqual([
      ...[name, phone, address, identityNumber].map((text) => `UTF-8 ${text}`),
      ...[`UTF-16LE ${name}`, `UTF-16BE ${phone}`, `JSON escapes ${name}`],
    ])
  } finally {
    rmSync(planted, { recursive: true })
  }
})
