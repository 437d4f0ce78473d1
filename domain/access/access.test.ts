import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agrees, equal, type Verdict } from '../shared/testing/agreement.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { accessAggregate } from './access.ts'
import type { AccessCommand } from './commands.ts'

const scenario = scenariosOf(accessAggregate)
type Issue = Extract<AccessCommand, { type: 'IssueAccessKey' }>

const issue = (change: Partial<Issue['data']> = {}): Issue => ({
  type: 'IssueAccessKey',
  data: {
    keyId: 'k1',
    role: 'integrator',
    channels: ['jd', 'taobao'],
    label: 'till of store 7',
    secretHash: 'scrypt:1',
    issuedAt: 5,
    ...change,
  },
})
const revoke = (revokedAt = 9): AccessCommand => ({ type: 'RevokeAccessKey', data: { keyId: 'k1', revokedAt } })

test('a stream is one key', () => {
  expect(accessAggregate.key(issue())).toBe('k1')
})

scenario('a key is issued')
  .when(issue())
  .yieldsLike({ type: 'AccessKeyIssued', data: { role: 'integrator' } })
scenario('issuing twice is once').after(issue()).when(issue()).yieldsNothing()
scenario('another key under the same id is refused')
  .after(issue())
  .when(issue({ secretHash: 'scrypt:2' }))
  .rejects('COMMAND_DIFFERS')
scenario('an integrator is bound to channels')
  .when(issue({ channels: [] }))
  .rejects('BAD_REQUEST')
scenario('nobody else is')
  .when(issue({ role: 'admin' }))
  .rejects('BAD_REQUEST')
scenario('an admin key is issued')
  .when(issue({ role: 'admin', channels: [] }))
  .yieldsLike({ type: 'AccessKeyIssued' })
scenario('a key is revoked').after(issue()).when(revoke()).yieldsLike({ type: 'AccessKeyRevoked' })
scenario('revoking twice is once').after(issue(), revoke()).when(revoke(10)).yieldsNothing()
scenario('a key nobody issued is not revoked').when(revoke()).rejects('ACCESS_KEY_UNKNOWN')
scenario('issuing again does not bring a revoked key back').after(issue(), revoke()).when(issue()).yieldsNothing()

test('no refusal shows what is kept of a secret', () => {
  const state = accessAggregate.evolve(accessAggregate.initial(), { type: 'AccessKeyIssued', data: issue().data })
  expect(JSON.stringify(accessAggregate.decide(state, issue({ secretHash: 'scrypt:2' })))).not.toContain('scrypt')
})

test('a key opens from its issue to its revocation, and never again', () => {
  const command = fc.oneof(
    fc
      .constantFrom('admin' as const, 'integrator' as const)
      .chain((role) => fc.constantFrom<AccessCommand>(issue({ role }), issue({ role, channels: [] }))),
    fc.integer({ min: 1, max: 9 }).map(revoke),
  )
  agrees({
    aggregate: accessAggregate,
    command,
    alter: (asked, by) =>
      asked.type === 'IssueAccessKey' ? issue({ ...asked.data, label: `other ${by}` }) : revoke(asked.data.revokedAt + by),
    model() {
      let life = ''
      let given = ''
      const judge = ({ type, data }: AccessCommand): Verdict => {
        if (type === 'RevokeAccessKey') {
          if (life === '') return 'ACCESS_KEY_UNKNOWN'
          if (life === 'issued revoked') return 'repeat'
          life = 'issued revoked'
          return 'happens'
        }
        if (life !== '') return given === JSON.stringify(data) ? 'repeat' : 'COMMAND_DIFFERS'
        if ((data.role === 'integrator') !== data.channels.length > 0) return 'BAD_REQUEST'
        life = 'issued'
        given = JSON.stringify(data)
        return 'happens'
      }
      return {
        judge,
        check: ({ key, revokedAt }) =>
          equal([key !== null, revokedAt !== null], [life !== '', life.endsWith('revoked')], 'life of the key'),
      }
    },
  })
})
