import { hash, timingSafeEqual } from 'node:crypto'

/** Parameters of the address of a message, as they came. */
export type QimenParameters = Readonly<Record<string, string>>

/** MD5, in capitals, over the secret, names and values of the parameters in order of name, the body, and the secret again. */
export function signatureOf(secret: string, parameters: QimenParameters, body: Uint8Array | string): string {
  const named = Object.keys(parameters)
    .filter((name) => name !== 'sign')
    .toSorted()
    .map((name) => name + parameters[name])
  const signed = Buffer.concat([Buffer.from(secret + named.join('')), Buffer.from(body), Buffer.from(secret)])
  return hash('md5', signed, 'hex').toUpperCase()
}

/** Compared without telling how much of it fits. */
export function isSigned(secret: string, parameters: QimenParameters, body: Uint8Array): boolean {
  const given = Buffer.from((parameters.sign ?? '').toUpperCase())
  const right = Buffer.from(signatureOf(secret, parameters, body))
  return given.length === right.length && timingSafeEqual(given, right)
}
