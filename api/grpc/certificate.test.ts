import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { certificateIn } from './certificate.ts'

const dayMs = 86_400_000
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-certificate-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('it is made once, names this machine and the host, is signed by the authority clients trust, and its key is for nobody else', async () => {
  const made = await certificateIn(folder, 'ledger.example', Date.now())
  const [certificate, authority] = [new X509Certificate(made.certificate), new X509Certificate(readFileSync(made.authorityFile))]
  expect(['localhost', 'ledger.example'].map((name) => certificate.checkHost(name))).toEqual(['localhost', 'ledger.example'])
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect([certificate.verify(authority.publicKey), authority.ca, certificate.ca]).toEqual([true, true, false])
  expect(statSync(join(folder, 'key.pem')).mode & 0o077).toBe(0)
  const again = await certificateIn(folder, 'ledger.example', Date.now())
  expect([again.isNew, again.certificate.equals(made.certificate)]).toEqual([false, true])
})

test('it is made anew a month before it ends', async () => {
  const made = await certificateIn(folder, 'localhost', Date.now())
  const ends = Date.parse(new X509Certificate(made.certificate).validTo)
  expect((await certificateIn(folder, 'localhost', ends - 31 * dayMs)).isNew).toBe(false)
  expect((await certificateIn(folder, 'localhost', ends - 29 * dayMs)).isNew).toBe(true)
})

test('one put there by hand is taken as it is, however old', async () => {
  const made = await certificateIn(folder, 'localhost', Date.now())
  rmSync(join(folder, 'ca.pem'))
  const taken = await certificateIn(folder, 'localhost', Date.now() + 100 * 365 * dayMs)
  expect([taken.isNew, taken.certificate.equals(made.certificate), taken.authorityFile]).toEqual([
    false,
    true,
    join(folder, 'certificate.pem'),
  ])
})
