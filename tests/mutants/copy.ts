import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Answer, Question } from './tester.ts'

export interface Mutant {
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly test: string
  /** The one test of that file that is to be run, by a part of its name; all when left out. */
  readonly named?: string
}

/** A copy of the code in which one wrong change at a time is made and tested. */
export interface Copy {
  /** Whether a test fails with this change: a failed test, not merely a run that ended badly. */
  fails(mutant: Mutant): Promise<Answer>
  close(): void
}

export const needsServer = ({ test }: Mutant): boolean => test.includes('.server.')

const projectOf = (mutant: Mutant): string =>
  needsServer(mutant) ? 'servers' : (/\.(alone|slow)\.test\.ts$/.exec(mutant.test)?.[1] ?? 'quick')

export function copyInto(folder: string, files: readonly string[]): Copy {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(file, join(folder, file))
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  let tester: ChildProcess | undefined

  const start = (): ChildProcess => {
    const started = fork('tests/mutants/tester.ts', {
      cwd: folder,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { FAST_CHECK_SEED: '1', TEST_RUNS: 'all', ...process.env, NODE_OPTIONS: '', VITEST: '' },
    })
    started.on('exit', () => {
      tester = undefined
    })
    return started
  }

  async function ask(question: Question): Promise<Answer> {
    tester ??= start()
    const asked = tester
    asked.send(question)
    const settled = new AbortController()
    try {
      return await Promise.race([
        once(asked, 'message', settled).then(([answer]) => answer as Answer),
        once(asked, 'exit', settled).then(([code]) => ({ failed: false, said: `the process of the tests ended with ${code}` })),
      ])
    } finally {
      settled.abort()
    }
  }

  return {
    fails: async (mutant) => {
      const file = join(folder, mutant.file)
      const source = readFileSync(file, 'utf8')
      if (source.split(mutant.find).length !== 2) throw new Error(`The text to replace does not stand once in ${mutant.file}.`)
      writeFileSync(
        file,
        source.replace(mutant.find, () => mutant.replace),
      )
      try {
        const { test, named } = mutant
        return await ask({ project: projectOf(mutant), test, changed: mutant.file, ...(named !== undefined && { named }) })
      } finally {
        writeFileSync(file, source)
      }
    },
    close: () => tester?.disconnect(),
  }
}
