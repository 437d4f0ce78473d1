import type { Role } from '../../../../domain/access/events.ts'
import type { Channel } from '../../../../domain/shared/fields.ts'
import { get, send } from './http.ts'

export interface Session {
  readonly keyId: string
  readonly role: Role
  readonly channels: readonly Channel[]
}

export const fetchSession = (): Promise<Session> => get<Session>('session')
export const signIn = (key: string): Promise<Session> => send<Session>('POST', 'session', { key })
export const signOut = (): Promise<unknown> => send('DELETE', 'session')
