import type { TraceConnector } from '../../connectors/port.ts'
import type { TraceIntake } from './intake.ts'
import type { UnreadableTraces } from './unreadable.ts'

/** Where reporters of traces knock. */
export interface TraceDoors {
  readonly intake: TraceIntake
  readonly unreadable: UnreadableTraces
  /** Who reads the messages of a reporter, and the secret it signs them with; null where there is no door. */
  doorOf(reporter: string): readonly [TraceConnector, string] | null
}

/** @param secrets By reporter: one without a secret has no door. */
export function createTraceDoors(
  intake: TraceIntake,
  unreadable: UnreadableTraces,
  connectors: readonly TraceConnector[],
  secrets: Readonly<Record<string, string>>,
): TraceDoors {
  return {
    intake,
    unreadable,
    doorOf(reporter) {
      const connector = connectors.find((each) => each.reporter === reporter)
      const secret = Object.hasOwn(secrets, reporter) ? secrets[reporter] : undefined
      return connector === undefined || secret === undefined ? null : [connector, secret]
    },
  }
}
