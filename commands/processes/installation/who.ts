import { type Candidate, type CoverageRow, candidatesFor } from '../../../domain/installation/choosing.ts'
import type { CoverageDirectory } from '../../services/coverage-directory.ts'
import type { Tell } from '../told.ts'
import type { Card } from './card.ts'
import type { Line } from './line.ts'
import type { Look } from './look.ts'

const serviceOf = (mode: 'oneVisit' | 'twoVisits'): CoverageRow['serviceKind'] => (mode === 'oneVisit' ? 'toHomeAndInstall' : 'install')

/** Who could do it now. */
export function candidatesOf(
  { order, policy, now }: Look,
  { line }: Line,
  mode: 'oneVisit' | 'twoVisits',
  picksUpOldUnit: boolean,
  coverage: CoverageDirectory,
): readonly Candidate[] {
  const wanted = { regionPath: order.shipTo, category: line.category, brand: line.brand, picksUpOldUnit, at: now }
  return candidatesFor(policy.document, coverage.around(order.shipTo), serviceOf(mode), wanted)
}

export function chooseAsk({ policy, now }: Look, card: Card, provider: string, candidates: readonly Candidate[]): Tell {
  const serviceKind = serviceOf(card.installation.request.mode)
  const { name, version } = policy
  return {
    type: 'ChooseProvider',
    data: { installationId: card.installationId, provider, serviceKind, policy: { name, version }, candidates, chosenAt: now },
  }
}
