import { registerFields } from './contract/fields.ts'
import { fixturesIn } from './contract/fixtures.ts'
import { registerReadings } from './contract/readings.ts'
import { registerRobustness } from './contract/robustness.ts'
import { registerSums } from './contract/sums.ts'
import type { ChannelDocumentation } from './documentation.ts'
import type { ChannelConnector } from './port.ts'

/**
 * What every channel keeps. `folder` holds its fixtures: `x.json` is a message as the channel sends it, `x.expected.json` the reading of it
 * that is right, a refusal included.
 */
export function connectorContract(connector: ChannelConnector, documentation: ChannelDocumentation, folder: URL): void {
  const fixtures = fixturesIn(folder)
  registerReadings(connector, fixtures)
  registerRobustness(connector, fixtures)
  registerSums(connector, documentation, fixtures)
  registerFields(documentation, fixtures)
}
