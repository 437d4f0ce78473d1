import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Mutants: one small wrong change each, and the test that must fail because of it. A suite that lets one through does not guard what
 * it says it guards. Random tests begin with one seed here: a mutant is caught always, or never. `MUTANTS=stock` runs only those
 * whose file contains the word. Those that a test against servers must catch are skipped, by name, where TEST_MONGODB_URI names none.
 */

interface Mutant {
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly test: string
  /** The one test of that file that is to be run, by a part of its name; all when left out. */
  readonly named?: string
}

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
const needsServer = (testFile: string): boolean => testFile.includes('.server.')
const hasServer = Boolean(process.env.TEST_MONGODB_URI)
const workers = 2
const home = mkdtempSync(join(tmpdir(), 'ledger-mutants-'))
const free: string[] = []

beforeAll(() => {
  for (let worker = 0; worker < workers; worker++) {
    const copy = join(home, String(worker))
    for (const file of tracked) {
      mkdirSync(dirname(join(copy, file)), { recursive: true })
      cpSync(file, join(copy, file))
    }
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
    free.push(copy)
  }
})
afterAll(() => rmSync(home, { recursive: true }))

/** Whether the test fails in this copy: a failed test, not merely a run that ended badly. */
function fails(copy: string, { test: testFile, named }: Mutant): Promise<{ failed: boolean; said: string }> {
  const output = join(copy, 'result.json')
  rmSync(output, { force: true })
  const project = needsServer(testFile) ? 'servers' : (/\.(alone|slow)\.test\.ts$/.exec(testFile)?.[1] ?? 'quick')
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--bail',
    '1',
    '--reporter=json',
    `--outputFile=${output}`,
    ...(named === undefined ? [] : ['-t', named]),
    testFile,
  ]
  return new Promise((done) => {
    const run = spawn(process.execPath, args, {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { FAST_CHECK_SEED: '1', ...process.env, NODE_OPTIONS: '', VITEST: '' },
    })
    let said = ''
    run.stderr.on('data', (chunk) => {
      said += chunk
    })
    run.on('exit', () => {
      try {
        const { numFailedTests, numPassedTests, numFailedTestSuites } = JSON.parse(readFileSync(output, 'utf8'))
        done({
          failed: numFailedTests > 0,
          said: `${numPassedTests} passed, ${numFailedTests} failed, ${numFailedTestSuites} suites failed ${said}`,
        })
      } catch {
        done({ failed: false, said })
      }
    })
  })
}

describe('mutants', () => {
  test('are there', () => {
    expect(wanted !== '' || mutants.length > 100).toBe(true)
  })

  test.concurrent.for(mutants.map((mutant) => [`${mutant.file}: ${mutant.find} -> ${mutant.replace}`, mutant] as const))(
    '%s',
    async ([_, mutant], { skip }) => {
      skip(needsServer(mutant.test) && !hasServer, 'there is no MongoDB server, name one by TEST_MONGODB_URI')
      const copy = free.pop()!
      const file = join(copy, mutant.file)
      const source = readFileSync(file, 'utf8')
      try {
        expect(source.split(mutant.find).length, 'the text to replace stands there once').toBe(2)
        writeFileSync(
          file,
          source.replace(mutant.find, () => mutant.replace),
        )
        const { failed, said } = await fails(copy, mutant)
        expect(failed, `${mutant.test} does not catch it: ${said}`).toBe(true)
      } finally {
        writeFileSync(file, source)
        free.push(copy)
      }
    },
  )
})
