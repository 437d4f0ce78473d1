import { homes, type Place } from './places.ts'
import { type Random, randomFor } from './random.ts'

/** Somebody who never lived. */
export interface Person {
  readonly number: number
  readonly name: string
  readonly phone: string
  readonly place: Place
  /** Below the district. */
  readonly address: string
  readonly identityNumber: string
}

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳']
const given = [...'昊婷琪瑾睿涵妍哲茜彤煜翊萱桐岚骏琳瑶璐倩筠嫣楠颖馨蕊凯毅峻烨逸弈澈淇沛洵翰钰铭锦']
const roads = ['文三路', '解放路', '人民东路', '建设大道', '学府街', '滨河路', '青年路', '迎宾大道', '和平里', '桂花巷', '望江路', '朝晖路']

const checkDigits = '10X98765432'
const checkWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** With its check digit, GB 11643-1999. */
function identityNumberOf(place: Place, random: Random): string {
  const birth = `${random.whole(1955, 2004)}${String(random.whole(1, 12)).padStart(2, '0')}${String(random.whole(1, 28)).padStart(2, '0')}`
  const body = `${place.path[2]}${birth}${random.whole(100, 999)}`
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * checkWeights[index]!, 0)
  return body + checkDigits[sum % 11]
}

export function personOf(seed: number, number: number): Person {
  const random = randomFor(seed, 'person', number)
  const place = random.weighted(homes)
  return {
    number,
    name: random.pick(surnames) + random.pick(given) + random.pick(given),
    phone: `1${random.pick(['38', '39', '58', '59', '77', '86', '99'])}${random.digits(8)}`,
    place,
    address: `${random.pick(roads)}${random.whole(1, 999)}号${random.whole(1, 60)}幢${random.whole(101, 3_209)}室`,
    identityNumber: identityNumberOf(place, random),
  }
}
