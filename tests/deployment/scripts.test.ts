import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const windows = process.platform === 'win32'
const { uid, gid } = userInfo()
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-deploy-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (script: string, environment: Readonly<Record<string, string>> = {}): void => {
  const env = { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, ...environment }
  execFileSync('bash', [`deploy/${script}`, join(folder, 'made'), `${uid}:${gid}`], { env, stdio: 'pipe' })
}
const made = (path: string) => join(folder, 'made', path)
const modeOf = (path: string) => (statSync(made(path)).mode & 0o777).toString(8)

describe.skipIf(windows)('certificates of the cluster', () => {
  /** As the real tool does: takes no folder that is there, exits with 0 all the same, makes another certificate each time. */
  const tool = `#!/usr/bin/env bash
    if [ "$BROKEN" = yes ]; then exit 0; fi
    name=\${1#create-}
    out=\${*: -1}
    if [ -e "$out" ]; then echo 'already exists' >&2; exit 0; fi
    mkdir -p "$out"
    echo "$RANDOM$RANDOM of $*" | tee "$out/$name.crt" > "$out/$name.key"
  `
  const nodes = ['eventstore1', 'eventstore2', 'eventstore3']

  beforeEach(() => {
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin/es-gencert-cli'), tool)
    chmodSync(join(folder, 'bin/es-gencert-cli'), 0o755)
    for (const each of ['authority', 'ca', ...nodes]) mkdirSync(made(each), { recursive: true })
  })
  const certificates = () => nodes.map((node) => readFileSync(made(`${node}/node.crt`), 'utf8'))

  test('are made into folders that are there, each node its own, the keys for their owner alone', () => {
    run('eventstore-certificates.sh')
    expect(readFileSync(made('ca/ca.crt'), 'utf8')).toBe(readFileSync(made('authority/ca.crt'), 'utf8'))
    for (const [at, text] of certificates().entries()) expect(text).toContain(`-dns-names ${nodes[at]},eventstore,localhost`)
    for (const key of ['authority/ca.key', ...nodes.map((node) => `${node}/node.key`)]) expect(modeOf(key)).toBe('600')
  })

  test('stay as they are at the next start; asked to, the nodes get new ones of the same authority', () => {
    run('eventstore-certificates.sh')
    const [first, authority] = [certificates(), readFileSync(made('authority/ca.crt'), 'utf8')]
    run('eventstore-certificates.sh')
    expect(certificates()).toEqual(first)
    run('eventstore-certificates.sh', { RENEW: 'yes' })
    for (const [at, text] of certificates().entries()) expect(text).not.toBe(first[at])
    expect(readFileSync(made('authority/ca.crt'), 'utf8')).toBe(authority)
  })

  test('that were not made stop the start', () => {
    expect(() => run('eventstore-certificates.sh', { BROKEN: 'yes' })).toThrow()
  })
})

test.skipIf(windows)('the key of the replica set is made once, in a length MongoDB takes, for its owner alone', () => {
  mkdirSync(made(''))
  run('mongo-key.sh')
  const key = readFileSync(made('mongo.key'), 'utf8')
  expect(key).toMatch(/^[A-Za-z0-9+/]{1008}$/)
  expect(modeOf('mongo.key')).toBe('400')
  run('mongo-key.sh')
  expect(readFileSync(made('mongo.key'), 'utf8')).toBe(key)
})
