import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { services, variables } from './compose-file.ts'

/** Names of the tables of docs/operations.md whose first column is a variable: `A`, or `A`, `B`. */
const documented = new Set(
  readFileSync('docs/operations.md', 'utf8')
    .split('\n')
    .flatMap((line) => (/^\| ((?:`[A-Z][A-Z0-9_]+`(?:, )?)+) \|/.exec(line)?.[1] ?? '').match(/[A-Z][A-Z0-9_]+/g) ?? []),
)

const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.mjs'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && !/\.test\.ts$|\/testing\/|child\.ts$|^tests\/|^bench\/|^api\/page\//.test(file))

test('every variable the ledger reads is documented', () => {
  const read = sources.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return [...text.matchAll(/(?:environment|process\.env)\.([A-Z][A-Z0-9_]+)|\b(LEDGER(?:_[A-Z]+)+)\b/g)].map(
      ([, first, second]) => first ?? second,
    )
  })
  expect(read.length).toBeGreaterThan(0)
  expect([...new Set(read)].filter((name) => !documented.has(name!))).toEqual([])
})

test('every variable given to the ledger in docker-compose.yml is one it knows', () => {
  const given = services
    .filter(([, { environment }]) => environment?.LEDGER_ROLE)
    .flatMap(([, { environment }]) => Object.keys(environment!))
  expect(new Set(given).size).toBeGreaterThan(5)
  expect([...new Set(given)].filter((name) => !documented.has(name))).toEqual([])
})

test('.env.example names what docker-compose.yml asks for, each with a comment, none with a secret', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n')
  const named = lines.flatMap((line, at) => (/^([A-Z0-9_]+)=(.*)$/.exec(line) ? [{ line, before: lines[at - 1] ?? '' }] : []))
  expect(named.map(({ line }) => line.split('=')[0]).sort()).toEqual([...variables].sort())
  for (const { line, before } of named) expect(before, line).toMatch(/^# |^API1_PUBLISH=/)
  for (const { line } of named) expect(line).not.toMatch(/(PASSWORD|KEY)=./)
})
