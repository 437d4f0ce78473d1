import type { CanonicalParty } from '../../../domain/channel/canonical.ts'
import { deriveSubKeys } from '../../../stores/keys/sub-keys.ts'
import type { About } from '../identity.ts'

/** For tests. */
export const hashKeys = deriveSubKeys(Buffer.alloc(32, 7))

const region = { province: null, city: null, district: null, town: null, path: [] }

export const party = (overrides: Partial<CanonicalParty> = {}): CanonicalParty => ({
  buyerId: 'AAH-9f3',
  name: '王小明',
  phone: '13812345678',
  address: '文三路 123 号 4 幢 501',
  identityNumber: null,
  token: null,
  region,
  ...overrides,
})

export const about = (overrides: Partial<About> = {}): About => ({
  channel: 'taobao',
  party: party(),
  orderKey: 'taobao.s1.1001',
  messageId: 'm1',
  ...overrides,
})
