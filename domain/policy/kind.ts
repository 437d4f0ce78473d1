import type { z } from 'zod'

/** One kind of policy: what its documents say, and what decides while none is published. What applies them lives where it decides. */
export interface PolicyKind<Document = unknown> {
  readonly description: string
  /**
   * Reads JSON to JSON, refuses what it does not know, and only grows: a field that is new has a default that decides as before, so that
   * every document ever published stays readable.
   */
  readonly document: z.ZodType<Document>
  /** Version 0. */
  readonly builtIn: Document
}

export const defineKind = <Document>(kind: PolicyKind<Document>): PolicyKind<Document> => kind
