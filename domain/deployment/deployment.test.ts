import { expect, test } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { DeploymentCommand } from './commands.ts'
import { deploymentAggregate, reachedOf } from './deployment.ts'

const scenario = scenariosOf(deploymentAggregate)
const deploy = (process: string): DeploymentCommand => ({ type: 'DeployProcess', data: { process } })
const reach = (revision: number): DeploymentCommand => ({
  type: 'ReachCheckpoint',
  data: { process: null, epoch: null, stream: 'order-app.s1.1', revision },
})
const reachAlone = (revision: number, epoch: number, process = 'order'): DeploymentCommand => ({
  type: 'ReachCheckpoint',
  data: { process, epoch, stream: 'order-app.s1.1', revision },
})

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
scenario('a process reaches a checkpoint of its own')
  .after(deploy('order'), reach(1))
  .when(reachAlone(2, 1))
  .yieldsLike({ type: 'CheckpointReached', data: { process: 'order', epoch: 1 } })
scenario('an owner from before says nothing any more').after(reachAlone(2, 2)).when(reachAlone(3, 1)).yieldsNothing()
scenario('its successor goes on').after(reachAlone(2, 1)).when(reachAlone(3, 2)).yieldsLike({ type: 'CheckpointReached' })
scenario('another process has owners of its own')
  .after(reachAlone(2, 2))
  .when(reachAlone(3, 1, 'transfer'))
  .yieldsLike({ type: 'CheckpointReached', data: { process: 'transfer' } })

test('what is reached for all counts for each, until one says more for itself', () => {
  const after = (...commands: DeploymentCommand[]) =>
    commands.reduce((so, command) => {
      const decision = deploymentAggregate.decide(so, command)
      return decision.accepted ? decision.events.reduce(deploymentAggregate.evolve, so) : so
    }, deploymentAggregate.initial())
  const apart = after(reach(1), reachAlone(2, 1))
  expect([reachedOf(apart, 'order'), reachedOf(apart, 'transfer')]).toMatchObject([{ revision: 2 }, { revision: 1 }])
  expect(reachedOf(after(reachAlone(2, 1), reach(3)), 'order')).toMatchObject({ revision: 3 })
})

test('where a process was deployed is the revision of its event, whatever came between', () => {
  const state = [deploy('order'), reach(1), deploy('transfer'), reachAlone(2, 1)].reduce((so, command) => {
    const decision = deploymentAggregate.decide(so, command)
    return decision.accepted ? decision.events.reduce(deploymentAggregate.evolve, so) : so
  }, deploymentAggregate.initial())
  expect([...state.deployedAt]).toEqual([
    ['order', 0],
    ['transfer', 2],
  ])
  expect(deploymentAggregate.thaw(JSON.parse(JSON.stringify(deploymentAggregate.freeze(state))))).toEqual(state)
})
