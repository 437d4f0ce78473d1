import { execFile, spawn } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, test } from 'vitest'

const run = promisify(execFile)
const sources = fileURLToPath(new URL('..', import.meta.url))
const patienceMs = 300_000

/** The programs beside this folder, compiled. */
export interface Programs {
  /** What a program prints: what was answered to each check, by its name. */
  answersOf(program: string, ...programArguments: readonly string[]): Promise<ReadonlyMap<string, unknown>>
  /** The first line that a program of one file prints; it is ended then. */
  firstLineOf(source: string, ...programArguments: readonly string[]): Promise<string>
  remove(): void
}

const jars = process.env.TEST_JAVA_CLIENT || undefined

/** Tests of what is called `name` with the client in TEST_JAVA_CLIENT; without one they are reported as skipped, by this name. */
export function withJavaClient(name: string, tests: (compile: () => Promise<Programs>) => void): void {
  if (jars !== undefined) describe(name, () => tests(() => compile(jars)))
  else {
    console.warn(`${name} is skipped: there is no client for Java, name a folder with its jars by TEST_JAVA_CLIENT`)
    describe(name, () => {
      test.skip('with the client for Java: there is none, name a folder with its jars by TEST_JAVA_CLIENT', () => {})
    })
  }
}

async function compile(client: string): Promise<Programs> {
  const classes = mkdtempSync(join(tmpdir(), 'ledger-java-'))
  const library = join(client, '*')
  await run('javac', ['-encoding', 'UTF-8', '-d', classes, '-cp', library, ...globSync(join(sources, '*.java'))], { timeout: patienceMs })
  return {
    async answersOf(program, ...programArguments) {
      const options = ['-Xmx256m', '-Dfile.encoding=UTF-8', '-cp', `${classes}${delimiter}${library}`]
      const { stdout } = await run('java', [...options, program, ...programArguments], { timeout: patienceMs, maxBuffer: 2 ** 24 })
      const lines = stdout.split('\n').filter((line) => line !== '')
      return new Map(lines.map((line) => JSON.parse(line) as { name: string; answer: unknown }).map(({ name, answer }) => [name, answer]))
    },
    async firstLineOf(source, ...programArguments) {
      const child = spawn('java', ['-Xmx256m', '-cp', library, source, ...programArguments], { stdio: ['ignore', 'pipe', 'inherit'] })
      try {
        for await (const line of createInterface(child.stdout)) return line
        throw new Error(`${source} printed nothing`)
      } finally {
        child.kill()
      }
    },
    remove: () => rmSync(classes, { recursive: true }),
  }
}
