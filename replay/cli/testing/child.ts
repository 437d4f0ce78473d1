import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ledger = fileURLToPath(new URL('../../../bin/ledger.mjs', import.meta.url))

/** What `serve --json` says once it answers. */
export interface Told {
  readonly url?: string
  readonly grpc?: string
  readonly key?: string
}

/** A process of its own, started as an operator starts it, which may not answer yet. */
export interface Begun {
  readonly name: string
  readonly pid: number
  /** Whatever it wrote on standard error so far. */
  said(): string
  readonly isAlive: () => boolean
  /** At once and without warning unless another signal is named; resolves when it is gone, or has got the signal that does not end it. */
  kill(signal?: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /** As an operator stops it; its exit code, also of one that ended by itself. */
  stop(): Promise<number | null>
  /** Once it says that it answers. */
  answering(): Promise<Child>
}

export interface Child extends Omit<Begun, 'answering'> {
  readonly told: Told
}

const environmentOf = (given: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const own = Object.entries(process.env).filter(([name]) => !/^(LEDGER_|VITEST|HOST$|PORT$|NODE_OPTIONS$)/.test(name))
  return { ...Object.fromEntries(own), ...given }
}

const spawned = (environment: Readonly<Record<string, string>>, args: readonly string[]) =>
  spawn(process.execPath, [ledger, ...args], { env: environmentOf(environment), stdio: ['ignore', 'pipe', 'pipe'] })

/** Starts `serve`. Throws, when waited for, with what it said when it ends before it answers. */
export function begin(name: string, environment: Readonly<Record<string, string>>, ...options: readonly string[]): Begun {
  const child = spawned({ HOST: '127.0.0.1', PORT: '0', ...environment }, ['serve', '--json', ...options])
  let errors = ''
  let output = ''
  const ended = Promise.withResolvers<number | null>()
  const said = Promise.withResolvers<void>()
  child.on('exit', (code) => ended.resolve(code))
  child.stderr.on('data', (chunk) => {
    errors += String(chunk)
  })
  child.stdout.on('data', (chunk) => {
    output += String(chunk)
    if (output.includes('\n')) said.resolve()
  })
  const running = {
    ...{ name, pid: child.pid!, said: () => errors, isAlive: () => child.exitCode === null && child.signalCode === null },
    async kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' = 'SIGKILL') {
      child.kill(signal)
      if (signal === 'SIGKILL') await ended.promise
    },
    async stop() {
      child.kill('SIGTERM')
      return ended.promise
    },
  }
  const answering = async (): Promise<Child> => {
    await Promise.race([said.promise, ended.promise])
    if (!output.includes('\n')) throw new Error(`${name} ended before it answered: ${errors}`)
    return { ...running, told: JSON.parse(output) as Told }
  }
  return { ...running, answering }
}

/** Runs another verb to its end. */
export async function runVerb(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  const child = spawned(environment, args)
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk) => {
    output += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    errors += String(chunk)
  })
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.on('close', resolve)
  return { code: await promise, output, errors }
}
