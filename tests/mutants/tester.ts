import { resolve } from 'node:path'
import { createVitest } from 'vitest/node'

/**
 * A process beside a copy of the code: it is asked for one test file after another by messages, and answers how each ended. The test
 * runner and what it has read of the code stay in memory between them: what a test costs by itself is a third of what starting costs.
 */

export interface Question {
  readonly project: string
  readonly test: string
  /** The one test of the file to be run, by a part of its name. */
  readonly named?: string
  /** The file that is different from what it was at the last question. */
  readonly changed: string
}

export interface Answer {
  readonly failed: boolean
  readonly said: string
}

const vitest = await createVitest('test', { watch: false, run: true, bail: 1, maxWorkers: 1, reporters: [{}] })
let changedBefore: string | undefined

async function answer({ project, test, named, changed }: Question): Promise<Answer> {
  // The file of the question before stands as it was again.
  for (const file of [changedBefore, changed]) if (file !== undefined) vitest.invalidateFile(resolve(file))
  changedBefore = changed
  if (named === undefined) vitest.resetGlobalTestNamePattern()
  else vitest.setGlobalTestNamePattern(named)
  const of = vitest.projects.find(({ name }) => name === project)
  if (of === undefined) throw new Error(`There are no tests of the kind ${project}.`)
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([of.createSpecification(resolve(test))])
  const tests = testModules.flatMap(({ children }) => [...children.allTests()])
  const failed = tests.filter((one) => one.result().state === 'failed').length
  const passed = tests.filter((one) => one.result().state === 'passed').length
  const broken = [...unhandledErrors, ...testModules.flatMap((module) => module.errors())].map((error) => (error as Error).message)
  return { failed: failed > 0, said: [`${passed} passed, ${failed} failed`, ...broken].join('\n') }
}

process.on('message', (question: Question) => {
  answer(question).then(
    (answered) => process.send!(answered),
    (error: Error) => process.send!({ failed: false, said: error.stack ?? error.message }),
  )
})
process.on('disconnect', () => process.exit())
