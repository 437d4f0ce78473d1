import { appendRows } from './append.ts'
import { softDeleteRows, tombstoneRows } from './deletes.ts'
import { insecureRows } from './insecure.ts'
import { linkRows } from './links.ts'
import { metadataRows } from './metadata.ts'
import { groupKeptRows } from './persistent/kept.ts'
import { groupNackRows } from './persistent/nack.ts'
import { groupReadRows } from './persistent/read.ts'
import { groupRefusalRows } from './persistent/refusals.ts'
import { readRows } from './reads.ts'
import { repeatRows } from './repeats.ts'
import type { Row } from './row.ts'
import { sizeRows } from './sizes.ts'
import { subscriptionBeginRows } from './subscriptions/begin.ts'
import { checkpointRows } from './subscriptions/checkpoints.ts'
import { subscriptionFilterRows } from './subscriptions/filters.ts'

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
  ...subscriptionBeginRows,
  ...subscriptionFilterRows,
  ...checkpointRows,
  ...groupRefusalRows,
  ...groupReadRows,
  ...groupNackRows,
  ...groupKeptRows,
  ...insecureRows,
]
