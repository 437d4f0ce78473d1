import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSpine } from '../../tests/spine/harness.ts'
import { explainFailure } from './explain-failure.ts'
import { runVerb } from './testing/run-verb.ts'
import { backupVerb, restoreVerb } from './verbs/backup.ts'

let spine: Awaited<ReturnType<typeof openSpine>>
beforeAll(async () => {
  spine = await openSpine()
})
afterAll(() => spine.close())

const failureOf = (promise: Promise<unknown>) => promise.then(() => null, explainFailure)

test('a backup into a folder that holds something is bad usage, said without a stack', async () => {
  const target = mkdtempSync(join(tmpdir(), 'ledger-backup-'))
  await runVerb(backupVerb, spine.folder, [join(target, 'copy')])
  const message = `ENOTEMPTY: ${target} is not empty: name a new folder`
  expect(await failureOf(runVerb(backupVerb, spine.folder, [target]))).toEqual({ code: 2, message })
  expect(await failureOf(runVerb(restoreVerb, spine.folder, [join(target, 'copy'), target]))).toEqual({ code: 2, message })
  rmSync(target, { recursive: true })
})

test('a file that is not there is bad usage, and its code is said once', async () => {
  const failure = await failureOf(readFile('/nowhere/payload.json'))
  expect(failure).toEqual({ code: 2, message: expect.stringMatching(/^ENOENT: no such file/) })
})

test('what nobody foresaw shows where it came from', () => {
  expect(explainFailure(new Error('odd'))).toEqual({ code: 1, message: expect.stringContaining('explain-failure.test.ts') })
})
