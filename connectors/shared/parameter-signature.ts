import { hash } from 'node:crypto'

/** Parameters of a message that are signed, as they are sent. */
export type Parameters = Readonly<Record<string, string>>

/** MD5, in capitals, over the secret, names and values of the parameters in order of name, the body, and the secret again. */
export function signatureOf(secret: string, parameters: Parameters, body: Uint8Array | string): string {
  const named = Object.keys(parameters)
    .filter((name) => name !== 'sign')
    .toSorted()
    .map((name) => name + parameters[name])
  const signed = Buffer.concat([Buffer.from(secret + named.join('')), Buffer.from(body), Buffer.from(secret)])
  return hash('md5', signed, 'hex').toUpperCase()
}
