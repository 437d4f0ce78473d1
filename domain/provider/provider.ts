import type { Aggregate } from '../shared/aggregate.ts'
import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { latest } from '../shared/latest.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import { type ProviderCommand, providerCommands } from './commands.ts'
import type { ProviderEvent } from './events.ts'

type DataOf<Type extends ProviderEvent['type']> = Extract<ProviderEvent, { type: Type }>['data']
type SetCoverage = CommandOf<ProviderCommand, 'SetCoverage'>['data']

export interface Provider {
  definition: DataOf<'ProviderDefined'> | null
  /** By what makes a row the same row: see `rowOf`. */
  readonly coverage: Map<string, CoverageTerm>
}

interface CoverageTerm {
  readonly validTo: number | null
  readonly setAt: number
}

export interface ProviderTypes {
  state: Provider
  command: ProviderCommand
  event: ProviderEvent
}

/** A company that delivers and installs, and what it does where: stream `provider-<provider>`. */
export const providerAggregate: Aggregate<ProviderTypes> = {
  category: 'provider',
  stateVersion: 1,
  commandTypes: Object.keys(providerCommands) as ProviderCommand['type'][],
  key: ({ data }) => streamKey([data.provider]),
  initial: () => ({ definition: null, coverage: new Map() }),
  evolve,
  decide,
  freeze: ({ definition, coverage }) => ({ definition, coverage: [...coverage] }),
  thaw(frozen) {
    const { definition, coverage } = frozen as { definition: Provider['definition']; coverage: [string, CoverageTerm][] }
    return { definition, coverage: new Map(coverage) }
  },
  weigh: ({ coverage }) => 500 + 250 * coverage.size,
}

/** Which row it is. Rows that overlap are no contradiction: an area is covered when one of them says so. */
export const rowOf = ({ serviceKind, area, category, brand, validFrom }: Omit<SetCoverage, 'provider' | 'validTo' | 'setAt'>): string =>
  JSON.stringify([serviceKind, area, category, brand, validFrom])

function evolve(state: Provider, { type, data }: ProviderEvent): Provider {
  if (type === 'ProviderDefined') state.definition = data
  else state.coverage.set(rowOf(data), { validTo: data.validTo, setAt: data.setAt })
  return state
}

function decide({ definition, coverage }: Readonly<Provider>, { type, data }: ProviderCommand): Decision<ProviderEvent> {
  if (type === 'DefineProvider')
    return latest(
      definition?.definedAt ?? null,
      data.definedAt,
      () => same(definition, data),
      () => accept({ type: 'ProviderDefined', data }),
    )
  if (definition === null) return reject('PROVIDER_UNKNOWN', { provider: data.provider })
  const term = coverage.get(rowOf(data))
  return latest(
    term?.setAt ?? null,
    data.setAt,
    () => term?.validTo === data.validTo,
    () => setCoverage(data),
  )
}

function setCoverage(data: SetCoverage): Decision<ProviderEvent> {
  if (data.validTo !== null && data.validTo < data.validFrom)
    return reject('BAD_REQUEST', { reason: 'validTo is before validFrom', validFrom: data.validFrom })
  return accept({ type: 'CoverageSet', data })
}
