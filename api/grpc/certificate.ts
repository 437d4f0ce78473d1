import { X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'

export interface Certificate {
  readonly certificate: Buffer
  readonly key: Buffer
  /** What clients are given to trust: the file they name as `tlsCAFile`. */
  readonly authorityFile: string
  /** Whether it was made just now. */
  readonly isNew: boolean
}

const LASTS_MS = 5 * 365 * 86_400_000
const MADE_AGAIN_MS = 30 * 86_400_000

const files = (folder: string) => ({
  authorityFile: join(folder, 'ca.pem'),
  certificateFile: join(folder, 'certificate.pem'),
  keyFile: join(folder, 'key.pem'),
})

/**
 * The certificate in this folder, made when there is none, and anew a month before it ends. One put there by hand, without `ca.pem` beside
 * it, is taken as it is. `now` is epoch milliseconds.
 */
export async function certificateIn(folder: string, host: string, now: number): Promise<Certificate> {
  const { authorityFile, certificateFile, keyFile } = files(folder)
  const isOurs = existsSync(authorityFile)
  const mustBeMade = !existsSync(certificateFile) || (isOurs && endsAt(certificateFile) - now < MADE_AGAIN_MS)
  if (mustBeMade) await make(folder, host, now)
  return {
    certificate: readFileSync(certificateFile),
    key: readFileSync(keyFile),
    authorityFile: mustBeMade || isOurs ? authorityFile : certificateFile,
    isNew: mustBeMade,
  }
}

const endsAt = (file: string): number => Date.parse(new X509Certificate(readFileSync(file)).validTo)

/** An authority of its own signs it, whose key is then forgotten: nobody can make another that clients would trust. */
async function make(folder: string, host: string, now: number): Promise<void> {
  const { authorityFile, certificateFile, keyFile } = files(folder)
  const validity = {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - 86_400_000),
    notAfterDate: new Date(now + LASTS_MS),
  } as const
  const authority = await generate([{ name: 'commonName', value: 'order-ledger authority' }], {
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const made = await generate([{ name: 'commonName', value: 'order-ledger' }], {
    ...validity,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: namesOf(host) },
    ],
  })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(keyFile, made.private, { mode: 0o600 })
  chmodSync(keyFile, 0o600)
  writeFileSync(certificateFile, made.cert)
  writeFileSync(authorityFile, authority.cert)
}

/** 2 is a name of a machine, 7 an address. */
function namesOf(host: string): ({ type: 2; value: string } | { type: 7; ip: string })[] {
  const anywhere = ['0.0.0.0', '::']
  const names = new Set(['localhost', hostname(), '127.0.0.1', '::1', host].filter((name) => !anywhere.includes(name)))
  return [...names].map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name }))
}
