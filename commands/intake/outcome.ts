export interface MessageResult {
  readonly messageId: string
  readonly outcome: 'placed' | 'updated' | 'duplicate' | 'stale' | 'exception'
  /** Order, or after-sales case, the message is about. */
  readonly orderId: string | null
  readonly exceptionId: string | null
  readonly reason: string | null
  /** Log position to wait for when reading what became of it; null for a repeat. */
  readonly position: bigint | null
}

export interface Applied {
  readonly ok: true
  readonly outcome: Exclude<MessageResult['outcome'], 'exception'>
  readonly subjectId: string
  readonly position: bigint
}

export interface Refused {
  readonly ok: false
  readonly code: string
  readonly reason: string
  readonly details: unknown
}
