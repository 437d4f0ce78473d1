import { hash } from 'node:crypto'

const short = (...parts: readonly (string | number)[]): string => hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32)

/** The same for every try of the same content; short enough for every channel. */
export const requestIdOf = (subject: string, pushId: string, number: number): string => short('request', subject, pushId, number)

/** The same whenever telling this comes to nothing. */
export const exceptionIdOf = (subject: string, pushId: string): string => `push-${short('exception', subject, pushId)}`
