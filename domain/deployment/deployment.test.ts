import { expect, test } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { DeploymentCommand } from './commands.ts'
import { deploymentAggregate } from './deployment.ts'

const scenario = scenariosOf(deploymentAggregate)
const deploy = (process: string): DeploymentCommand => ({ type: 'DeployProcess', data: { process } })
const reach = (revision: number): DeploymentCommand => ({ type: 'ReachCheckpoint', data: { stream: 'order-app.s1.1', revision } })

scenario('a process is deployed')
  .when(deploy('order'))
  .yieldsLike({ type: 'ProcessDeployed', data: { process: 'order' } })
scenario('a process is deployed once').after(deploy('order')).when(deploy('order')).yieldsNothing()
scenario('another process is deployed later')
  .after(deploy('order'), reach(1))
  .when(deploy('transfer'))
  .yieldsLike({ type: 'ProcessDeployed' })
scenario('a checkpoint is reached')
  .after(deploy('order'))
  .when(reach(1))
  .yieldsLike({ type: 'CheckpointReached', data: { revision: 1 } })
scenario('the same checkpoint is reached once').after(deploy('order'), reach(1)).when(reach(1)).yieldsNothing()
scenario('the next checkpoint is reached')
  .after(reach(1))
  .when(reach(2))
  .yieldsLike({ type: 'CheckpointReached', data: { revision: 2 } })

test('where a process was deployed is the revision of its event, whatever came between', () => {
  const state = [deploy('order'), reach(1), deploy('transfer')].reduce((so, command) => {
    const decision = deploymentAggregate.decide(so, command)
    return decision.accepted ? decision.events.reduce(deploymentAggregate.evolve, so) : so
  }, deploymentAggregate.initial())
  expect([...state.deployedAt]).toEqual([
    ['order', 0],
    ['transfer', 2],
  ])
  expect(deploymentAggregate.thaw(JSON.parse(JSON.stringify(deploymentAggregate.freeze(state))))).toEqual(state)
})
