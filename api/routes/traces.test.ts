import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServer, type TestServer } from '../testing/server.ts'

const secret = 'between us'
let server: TestServer
beforeAll(async () => {
  server = await openServer({ settings: { traceSecrets: { kuaidi100: secret } } })
})
afterAll(() => server.close())

const param = (waybill: string, statusCode: string) =>
  JSON.stringify({
    lastResult: { com: 'shunfeng', nu: waybill, data: [{ ftime: '2026-11-12 08:00:00', statusCode, context: '张三 13800000000' }] },
  })
const form = (said: string, sign: string) => new URLSearchParams({ sign, param: said }).toString()
const signed = (said: string, by = secret) => form(said, hash('md5', said + by).toUpperCase())

const knock = (body: string, reporter = 'kuaidi100', headers: Record<string, string> = {}) =>
  server.post(`/v1/tms/${reporter}`, body, { key: null, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })
const traces = async (query = '') => (await server.get(`/v1/traces?${query}&minPosition=${await server.ledger.events.head()}`)).body.items

describe('the door for traces', () => {
  test('takes in what is signed, without a key, and answers what the reporter wants to hear', async () => {
    expect(await knock(signed(param('SF1', '1')))).toMatchObject({ status: 200, body: { result: true, returnCode: '200' } })
    expect(await traces('waybill=SF1')).toMatchObject([{ reporter: 'kuaidi100', carrier: 'shunfeng', milestone: 'collected', messages: 1 }])
  })

  test('keeps a message that is sent again once', async () => {
    await knock(signed(param('SF1', '1')))
    expect(await traces('waybill=SF1')).toMatchObject([{ messages: 1 }])
  })

  test('answers the same of what nobody can read, which would come for ever otherwise, and shows it', async () => {
    expect(await knock(signed('{"com":1}'))).toMatchObject({ status: 200, body: { result: true } })
    expect(await traces()).toMatchObject([{ state: 'unreadable', waybill: null }])
  })

  test('lets what nobody can read be tried again, and set aside', async () => {
    const [{ traceId }] = await traces()
    const at = `/v1/traces/${encodeURIComponent(traceId)}`
    expect(await server.post(`${at}/retry`, {})).toMatchObject({ status: 200, body: { ok: false, waybill: null } })
    expect(await traces()).toMatchObject([{ state: 'unreadable' }])
    expect(await server.post(`${at}/drop`, {})).toMatchObject({ status: 200, body: { ok: true } })
    expect(await traces()).toEqual([])
    expect(await server.post(`${at}/drop`, {})).toMatchObject({ status: 409, body: { code: 'EXCEPTION_CLOSED' } })
    expect(await server.post('/v1/traces/SF1/retry', {})).toMatchObject({ status: 404, body: { code: 'EXCEPTION_UNKNOWN' } })
  })

  test.each([
    ['signed with another secret', () => signed(param('SF2', '1'), 'guessed')],
    ['signed for another message', () => form(param('SF2', '1'), hash('md5', param('SF3', '1') + secret).toUpperCase())],
    ['not signed', () => new URLSearchParams({ param: param('SF2', '1') }).toString()],
    ['empty', () => ''],
  ])('keeps nothing that is %s', async (_, body) => {
    expect(await knock(body())).toMatchObject({ status: 401, body: { code: 'SIGNATURE_WRONG' } })
    expect(await traces('waybill=SF2')).toEqual([])
  })

  test.each(['sf-express', '__proto__', 'constructor'])('is not there for %s', async (reporter) => {
    expect(await knock(signed(param('SF2', '1')), reporter)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_REPORTER' } })
  })

  test('is closed where there is no secret', async () => {
    const other = await openServer()
    const { status, body } = await other.post('/v1/tms/kuaidi100', signed(param('SF2', '1'), ''), { key: null })
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'UNKNOWN_REPORTER' })
    await other.close()
  })

  test('refuses what is too large before it is kept', async () => {
    const large = await knock(signed(JSON.stringify({ filler: 'x'.repeat(1_100_000) })))
    expect(large).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } })
  })
})
