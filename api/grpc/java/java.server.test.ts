import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../../../replay/cli/testing/serve.ts'
import { all } from '../testing/open.ts'
import { answers, answersToAnyone, answersToCallers } from './answers.ts'
import { type Programs, withJavaClient } from './testing/program.ts'

const patienceMs = 600_000

type Server = Awaited<ReturnType<typeof startServer>>

const asKey = (connection: string, key: string): string => connection.replace('://', `://${key.replace('.', ':')}@`)

/** A key of an integrator of the channel `app`. */
async function keyOfIntegrator(server: Server): Promise<string> {
  const { url, key } = server.told()
  const response = await fetch(`${url}/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'integrator', channels: ['app'], label: 'java' }),
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as { key: string }).key
}

const doors = [
  {
    name: 'over TLS, as a key of an admin',
    options: [],
    connectionTo: ({ told }: Server) => asKey(told().grpc, told().key!),
    callersAnswers: answersToCallers,
    async callersOf(server: Server) {
      const { grpc, key } = server.told()
      const [keyId, secret] = key!.split('.')
      return {
        nobody: grpc,
        'a wrong secret': asKey(grpc, `${keyId}.wrong`),
        'an unknown key': asKey(grpc, `0123456789abcdef.${secret}`),
        'an integrator': asKey(grpc, await keyOfIntegrator(server)),
      }
    },
  },
  {
    name: 'in clear, where everyone is an admin',
    options: ['--insecure', 'admin'],
    connectionTo: ({ told }: Server) => told().grpc,
    callersAnswers: answersToAnyone,
    callersOf: async ({ told }: Server) => ({ 'a stranger': asKey(told().grpc, 'nobody.knows') }),
  },
]

withJavaClient('the official client for Java', (compile) => {
  let programs: Programs
  beforeAll(async () => {
    programs = await compile()
  }, patienceMs)
  afterAll(() => programs.remove())

  test('runs the example that docs/operations.md gives to an integrator', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-java-door-'))
    const server = await startServer(folder, { LEDGER_GRPC_PORT: '0' })
    const [, example] = /```java\n(.+?)```/s.exec(readFileSync('docs/operations.md', 'utf8'))!
    const source = join(folder, 'Follow.java')
    writeFileSync(source, example!)
    const connection = asKey(server.told().grpc, await keyOfIntegrator(server))
    expect(await programs.firstLineOf(source, connection)).toBe('integrator.app-printer@0 LabelPrinted')
    expect(await server.stop()).toBe(0)
    rmSync(folder, { recursive: true })
  })

  describe.each(doors)('$name', ({ options, connectionTo, callersOf, callersAnswers }) => {
    let folder: string
    let server: Server
    let told: ReadonlyMap<string, unknown>
    let toldToCallers: ReadonlyMap<string, unknown>
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'ledger-java-door-'))
      server = await startServer(folder, { LEDGER_GRPC_PORT: '0' }, ...options)
      told = await programs.answersOf('Checks', connectionTo(server))
      toldToCallers = await programs.answersOf('Callers', ...Object.entries(await callersOf(server)).flat())
    }, patienceMs)
    afterAll(async () => {
      expect(await server.stop()).toBe(0)
      rmSync(folder, { recursive: true })
    })

    test('is held to an answer in all it asks', () => {
      expect([...told.keys()].sort()).toEqual(Object.keys(answers).sort())
      expect([...toldToCallers.keys()].sort()).toEqual(Object.keys(callersAnswers).sort())
    })

    test.each(Object.entries(answers))('%s', (name, answer) => {
      expect(told.get(name)).toEqual(answer)
    })

    test.each(Object.entries(callersAnswers))('%s', (name, answer) => {
      expect(toldToCallers.get(name)).toEqual(answer)
    })

    test('wrote what the client for Node reads under the same ids', async () => {
      const client = EventStoreDBClient.connectionString(connectionTo(server))
      const found = (await all(client.readStream('追加-9'))).map(({ event }) => event!)
      await client.dispose()
      expect(found.map(({ id, type }) => [id, type])).toEqual([
        ['01234567-89ab-4def-8123-456789abcdef', '已记录'],
        ['fedcba98-7654-4210-bedc-ba9876543210', 'Noted'],
        ['00000000-0000-4000-8000-000000000000', 'Noted'],
      ])
    })
  })
})
