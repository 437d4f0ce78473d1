import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Copy, copyInto, type Mutant, needsServer } from './mutants/copy.ts'

/**
 * Mutants: one small wrong change each, and the test that must fail because of it. A suite that lets one through does not guard what
 * it says it guards. Random tests begin with one seed here: a mutant is caught always, or never. `MUTANTS=stock` runs only those
 * whose file contains the word. Those that a test against servers must catch are skipped, by name, where TEST_MONGODB_URI names none.
 */

const git = (...args: string[]) =>
  execFileSync('git', args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
const tracked = git('ls-files', '--cached', '--others', '--exclude-standard')
const wanted = process.env.MUTANTS ?? ''
const mutants = tracked
  .filter((file) => file.endsWith('mutants.json'))
  .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Mutant[])
  .filter(({ file }) => file.includes(wanted))
const hasServer = Boolean(process.env.TEST_MONGODB_URI)
const workers = 2
const home = mkdtempSync(join(tmpdir(), 'ledger-mutants-'))
const copies: Copy[] = []
const free: Copy[] = []

beforeAll(() => {
  for (let worker = 0; worker < workers; worker++) copies.push(copyInto(join(home, String(worker)), tracked))
  free.push(...copies)
})
afterAll(() => {
  for (const copy of copies) copy.close()
  rmSync(home, { recursive: true })
})

describe('mutants', () => {
  test('are there', () => {
    expect(wanted !== '' || mutants.length > 100).toBe(true)
  })

  test('leave nothing behind that the next one would be caught by', async () => {
    const mutant = mutants.find(({ test: testFile }) => testFile.startsWith('domain/'))
    if (mutant === undefined) return
    expect(await copies[0]!.fails(mutant)).toMatchObject({ failed: true })
    expect(await copies[0]!.fails({ ...mutant, replace: mutant.find })).toMatchObject({
      failed: false,
      said: expect.stringMatching(/^[1-9]\d* passed, 0 failed$/),
    })
  })

  test.concurrent.for(mutants.map((mutant) => [`${mutant.file}: ${mutant.find} -> ${mutant.replace}`, mutant] as const))(
    '%s',
    async ([_, mutant], { skip }) => {
      skip(needsServer(mutant) && !hasServer, 'there is no MongoDB server, name one by TEST_MONGODB_URI')
      const copy = free.pop()!
      try {
        const { failed, said } = await copy.fails(mutant)
        expect(failed, `${mutant.test} does not catch it: ${said}`).toBe(true)
      } finally {
        free.push(copy)
      }
    },
  )
})
