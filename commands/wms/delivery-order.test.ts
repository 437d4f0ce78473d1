import { expect, test } from 'vitest'
import { divisionsOf } from './delivery-order.ts'

test('divisions are told apart as the channel names them, a city that is a province once or twice', () => {
  const of = (name: string, ...path: string[]) => Object.values(divisionsOf({ path, name })).join('/')
  expect(of('浙江省 杭州市 西湖区', '330000', '330100', '330106')).toBe('浙江省/杭州市/西湖区/')
  expect(of('浙江省 杭州市 西湖区 北山街道', '330000')).toBe('浙江省/杭州市/西湖区/北山街道')
  expect(of('北京市 北京市 朝阳区', '110000')).toBe('北京市/北京市/朝阳区/')
  expect(of('北京市 市辖区 朝阳区', '110000')).toBe('北京市/市辖区/朝阳区/')
  expect(of('北京市 朝阳区 三里屯街道', '110000')).toBe('北京市/北京市/朝阳区/三里屯街道')
  expect(of('')).toBe('///')
})
