import { expect, test } from 'vitest'
import type { HttpMessage } from '../../connectors/shared/exchange.ts'
import { sendQimen } from '../../connectors/wms/send.ts'
import { read, replied } from '../../demo/world/qimen.ts'
import { wmsKind } from '../../domain/policy/kinds/wms.ts'

const warehouse = {
  ...{ location: 'WH-01', url: 'https://wh-01.example.cn/qimen', customerId: 'XUELING', appKey: 'order-ledger' },
  ...{ warehouseCode: '01', ownerCode: 'XL', logisticsCode: 'SF' },
}
const settings = wmsKind.document.parse({ warehouses: [warehouse] }).warehouses[0]!
const secretOf = (location: string) => `secret of ${location}`
const cancel = { call: 'cancel', cancel: { orderCode: 'app.s1.1.1', kind: 'delivery', reason: 'called off' } } as const

test('a document is read from the bytes it was sent as, and what is answered in bytes is understood', async () => {
  const heard: HttpMessage[] = []
  const answer = await sendQimen(cancel, settings, secretOf('WH-01'), 0, async (message) => {
    heard.push(message)
    return replied('failure', 'SENT')
  })
  expect(heard.map((message) => read(message, secretOf))).toEqual([
    { location: 'WH-01', document: { method: 'order.cancel', orderCode: 'app.s1.1.1' } },
  ])
  expect(answer).toEqual({ outcome: 'refused', code: 'SENT', said: '' })
})

test('what another key signed, or was changed on its way, is refused', async () => {
  const asRead = async (secret: string, change: (message: HttpMessage) => HttpMessage) => {
    let found: unknown
    await sendQimen(cancel, settings, secret, 0, async (message) => {
      found = read(change(message), secretOf)
      return replied('success')
    })
    return found
  }
  expect(await asRead('another', (message) => message)).toEqual({ refused: 'SIGN' })
  expect(await asRead(secretOf('WH-01'), ({ body, ...rest }) => ({ ...rest, body: body.replace('1.1', '1.2') }))).toEqual({
    refused: 'SIGN',
  })
})
