import { timingSafeEqual } from 'node:crypto'
import { type Parameters, signatureOf } from '../shared/parameter-signature.ts'

/** Compared without telling how much of it fits. */
export function isSigned(secret: string, parameters: Parameters, body: Uint8Array): boolean {
  const given = Buffer.from((parameters.sign ?? '').toUpperCase())
  const right = Buffer.from(signatureOf(secret, parameters, body))
  return given.length === right.length && timingSafeEqual(given, right)
}
