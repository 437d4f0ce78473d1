import { expect, test } from 'vitest'
import { verifyFolder } from '../replay/cli/verify-folder.ts'
import { sell } from './demo.ts'
import { settingsFor } from './engine.ts'
import { linesOf, reportOf } from './report.ts'
import { inFolder } from './testing/folder.ts'

const environment = { LEDGER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }

test('a small day is in the ledger as it was sent, and verified', { timeout: 300_000 }, async () => {
  await inFolder(async (folder) => {
    const sold = await sell({ seed: 2, orders: 100, days: 1 }, folder, environment)
    expect({ differences: sold.differences, surprises: sold.answers.surprises }).toEqual({ differences: [], surprises: [] })
    const verification = await verifyFolder(settingsFor({ folder, seed: 2, environment }), () => undefined)
    expect({ ok: verification.ok, first: verification.first }).toEqual({ ok: true, first: null })
    const report = reportOf({ ...sold, verification, seconds: 1 })
    expect(report).toMatchObject({ orders: 100, oversold: 0, verify: { ok: true, differences: 0 } })
    expect(linesOf(report, { ...sold, verification, seconds: 1 }).join('\n')).toContain('taobao')
  })
})
