import { areaList } from '@vant/area-data'
import { describe, expect, it } from 'vitest'
import { regionOf } from './region.ts'

const path = (province: string | null, city: string | null, district: string | null) =>
  regionOf({ province, city, district, town: null }).path

describe('names of a region become its division codes', () => {
  it.each([
    ['广东', '广州市', '海珠区', ['440000', '440100', '440105']],
    ['广东省', '广州', '海珠', ['440000', '440100', '440105']],
    ['上海市', '上海市', '长宁区', ['310000', '310100', '310105']],
    ['上海', '上海市', '杨浦区', ['310000', '310100', '310110']],
    ['北京', '朝阳区', null, ['110000', '110100', '110105']],
    ['内蒙古自治区', '呼和浩特市', '赛罕区', ['150000', '150100', '150105']],
    ['新疆', '乌鲁木齐市', '天山区', ['650000', '650100', '650102']],
    ['广西壮族自治区', '南宁市', '青秀区', ['450000', '450100', '450103']],
    ['吉林省', '延边', '延吉市', ['220000', '222400', '222401']],
    ['香港特别行政区', null, '中西区', ['810000', '810100', '810101']],
    ['河南省', '郑州市', '管城回族区', ['410000', '410100', '410104']],
  ])('%s %s %s', (province, city, district, codes) => {
    expect(path(province, city, district)).toEqual(codes)
  })

  it('finds a county-level city whose city is left out, and the city above it', () => {
    expect(path('江苏省', '', '昆山市')).toEqual(['320000', '320500', '320583'])
    expect(path('江苏省', null, '昆山市')).toEqual(['320000', '320500', '320583'])
    expect(path('湖北省', '仙桃市', null)).toEqual(['420000', '429000', '429004'])
  })

  it('gives a shorter path rather than a guess', () => {
    expect(path('广东省', '广州市', '不存在区')).toEqual(['440000', '440100'])
    expect(path('广东省', '不存在市', null)).toEqual(['440000'])
    expect(path('江苏省', null, '鼓楼区')).toEqual(['320000'])
    expect(path('Guangdong', '广州市', '海珠区')).toEqual([])
    expect(path(null, '广州市', '海珠区')).toEqual([])
  })

  it('finds every district of the table by its full names', () => {
    for (const [code, district] of Object.entries(areaList.county_list)) {
      const [province, city] = [areaList.province_list[`${code.slice(0, 2)}0000`], areaList.city_list[`${code.slice(0, 4)}00`]]
      const found = path(province ?? null, city ?? null, district)
      expect(found.slice(0, 2)).toEqual([`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`])
      expect(areaList.county_list[found[2] ?? '']).toBe(district)
    }
  })
})
