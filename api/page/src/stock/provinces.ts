import type { Name } from '../language/language.ts'

/** A province (GB/T 2260) and its place on the tile map: one tile each, laid out as they lie to each other. */
export interface Province {
  readonly area: string
  readonly name: Name
  /** The one character, and the two letters (ISO 3166-2), it is known by. */
  readonly short: Name
  readonly column: number
  readonly row: number
}

const province = (area: string, character: string, letters: string, zh: string, en: string, column: number, row: number): Province => ({
  area,
  name: { zh, en },
  short: { zh: character, en: letters },
  column,
  row,
})

export const provinces: readonly Province[] = [
  province('110000', '京', 'BJ', '北京市', 'Beijing', 5, 2),
  province('120000', '津', 'TJ', '天津市', 'Tianjin', 6, 2),
  province('130000', '冀', 'HE', '河北省', 'Hebei', 5, 3),
  province('140000', '晋', 'SX', '山西省', 'Shanxi', 4, 3),
  province('150000', '蒙', 'NM', '内蒙古自治区', 'Inner Mongolia', 4, 2),
  province('210000', '辽', 'LN', '辽宁省', 'Liaoning', 7, 2),
  province('220000', '吉', 'JL', '吉林省', 'Jilin', 7, 1),
  province('230000', '黑', 'HL', '黑龙江省', 'Heilongjiang', 7, 0),
  province('310000', '沪', 'SH', '上海市', 'Shanghai', 7, 4),
  province('320000', '苏', 'JS', '江苏省', 'Jiangsu', 6, 4),
  province('330000', '浙', 'ZJ', '浙江省', 'Zhejiang', 6, 5),
  province('340000', '皖', 'AH', '安徽省', 'Anhui', 5, 4),
  province('350000', '闽', 'FJ', '福建省', 'Fujian', 6, 6),
  province('360000', '赣', 'JX', '江西省', 'Jiangxi', 5, 5),
  province('370000', '鲁', 'SD', '山东省', 'Shandong', 6, 3),
  province('410000', '豫', 'HA', '河南省', 'Henan', 4, 4),
  province('420000', '鄂', 'HB', '湖北省', 'Hubei', 4, 5),
  province('430000', '湘', 'HN', '湖南省', 'Hunan', 4, 6),
  province('440000', '粤', 'GD', '广东省', 'Guangdong', 5, 6),
  province('450000', '桂', 'GX', '广西壮族自治区', 'Guangxi', 3, 7),
  province('460000', '琼', 'HI', '海南省', 'Hainan', 3, 8),
  province('500000', '渝', 'CQ', '重庆市', 'Chongqing', 3, 5),
  province('510000', '川', 'SC', '四川省', 'Sichuan', 2, 4),
  province('520000', '贵', 'GZ', '贵州省', 'Guizhou', 3, 6),
  province('530000', '云', 'YN', '云南省', 'Yunnan', 2, 5),
  province('540000', '藏', 'XZ', '西藏自治区', 'Tibet', 1, 4),
  province('610000', '陕', 'SN', '陕西省', 'Shaanxi', 3, 4),
  province('620000', '甘', 'GS', '甘肃省', 'Gansu', 2, 3),
  province('630000', '青', 'QH', '青海省', 'Qinghai', 1, 3),
  province('640000', '宁', 'NX', '宁夏回族自治区', 'Ningxia', 3, 3),
  province('650000', '新', 'XJ', '新疆维吾尔自治区', 'Xinjiang', 0, 2),
  province('710000', '台', 'TW', '台湾省', 'Taiwan', 7, 6),
  province('810000', '港', 'HK', '香港特别行政区', 'Hong Kong', 5, 7),
  province('820000', '澳', 'MO', '澳门特别行政区', 'Macao', 4, 7),
]

/** Depth of a tile's shade, 0 for nothing to 6 for the most: by the root, so that one large place does not hide all others. */
export function shadeOf(units: number, most: number): number {
  if (units <= 0 || most <= 0) return 0
  return Math.max(1, Math.min(6, Math.ceil(Math.sqrt(units / most) * 6)))
}
