import type { Verb } from './verb.ts'
import { asOfVerb } from './verbs/as-of.ts'
import { backupVerb, restoreVerb } from './verbs/backup.ts'
import { deadlinesVerb } from './verbs/deadlines.ts'
import { demoVerb } from './verbs/demo.ts'
import { exceptionsVerb } from './verbs/exceptions.ts'
import { explainVerb } from './verbs/explain.ts'
import { forgetVerb } from './verbs/forget.ts'
import { keyVerb } from './verbs/key.ts'
import { mirrorVerb } from './verbs/mirror.ts'
import { parkedVerb } from './verbs/parked.ts'
import { policyVerb } from './verbs/policy.ts'
import { rebuildVerb } from './verbs/rebuild.ts'
import { serveVerb } from './verbs/serve.ts'
import { statusVerb } from './verbs/status.ts'
import { verifyVerb } from './verbs/verify.ts'

export const verbs: readonly Verb[] = [
  serveVerb,
  demoVerb,
  statusVerb,
  verifyVerb,
  asOfVerb,
  explainVerb,
  rebuildVerb,
  parkedVerb,
  exceptionsVerb,
  policyVerb,
  keyVerb,
  deadlinesVerb,
  forgetVerb,
  backupVerb,
  restoreVerb,
  mirrorVerb,
]
