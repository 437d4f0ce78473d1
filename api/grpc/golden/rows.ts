import { appendRows } from './append.ts'
import { softDeleteRows, tombstoneRows } from './deletes.ts'
import { insecureRows } from './insecure.ts'
import { linkRows } from './links.ts'
import { metadataRows } from './metadata.ts'
import { persistentRows } from './persistent.ts'
import { readRows } from './reads.ts'
import { repeatRows } from './repeats.ts'
import type { Row } from './row.ts'
import { sizeRows } from './sizes.ts'
import { subscriptionRows } from './subscriptions.ts'

/** Everything the server of the protocol was seen to do that a client can notice. */
export const rows: readonly Row[] = [
  ...appendRows,
  ...repeatRows,
  ...readRows,
  ...softDeleteRows,
  ...tombstoneRows,
  ...metadataRows,
  ...sizeRows,
  ...linkRows,
  ...subscriptionRows,
  ...persistentRows,
  ...insecureRows,
]
