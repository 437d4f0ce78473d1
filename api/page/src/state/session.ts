import { signal } from '@preact/signals'
import type { Session } from '../api/session.ts'

/** Who is signed in: null for nobody, undefined while that is not known yet. */
export const session = signal<Session | null | undefined>(undefined)

export function endSession(): void {
  session.value = null
}

const writes = new Set(['admin', 'operator'])
/** May resolve exceptions, search by buyer and publish policies. */
export const mayOperate = (): boolean => writes.has(session.value?.role ?? '')
export const isAdmin = (): boolean => session.value?.role === 'admin'
