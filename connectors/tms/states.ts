import type { Milestone } from '../../domain/tracking/milestones.ts'

/** States of Kuaidi100, from which others took theirs, and the finer ones below them that mean something else than the state above. */
const ofCode: Readonly<Record<string, Milestone>> = {
  0: 'inTransit',
  1: 'collected',
  2: 'problem',
  3: 'delivered',
  4: 'returned',
  5: 'outForDelivery',
  6: 'returning',
  7: 'forwarded',
  8: 'inTransit',
  10: 'inTransit',
  11: 'inTransit',
  12: 'inTransit',
  13: 'inTransit',
  14: 'refused',
  101: 'ordered',
  102: 'ordered',
  103: 'collected',
  1001: 'arrived',
  1002: 'inTransit',
  1003: 'inTransit',
  401: 'cancelled',
  501: 'awaitingPickup',
}

/** Words for the same, and those of carriers of bulky goods, who have warehouses on the way and install at the end of it. */
const ofWord: Readonly<Record<string, Milestone>> = {
  在途: 'inTransit',
  揽收: 'collected',
  疑难: 'problem',
  签收: 'delivered',
  退签: 'returned',
  派件: 'outForDelivery',
  退回: 'returning',
  转投: 'forwarded',
  清关: 'inTransit',
  拒签: 'refused',
  干线到仓: 'arrived',
  入支线仓: 'arrived',
  预约: 'appointed',
  配送上门: 'outForDelivery',
  安装完成: 'installed',
}

export interface Named {
  readonly milestone: Milestone
  /** The code or word it goes by: one of these tables, or digits, and so never personal. */
  readonly status: string
}

const codePattern = /^\d{1,4}$/

/**
 * What a code, else a word, says of a parcel. A finer code that is not known says what the one above it says: 302 is a 3, and
 * 1004 one more kind of on the way.
 */
export function named(code: string | null, word: string | null): Named {
  const said = word !== null && Object.hasOwn(ofWord, word) ? word : null
  const byCode = code !== null && codePattern.test(code) ? milestoneOfCode(code) : undefined
  if (byCode !== undefined) return { milestone: byCode, status: said ?? code! }
  return said === null
    ? { milestone: 'unknown', status: code !== null && codePattern.test(code) ? code : '-' }
    : { milestone: ofWord[said]!, status: said }
}

const milestoneOfCode = (code: string): Milestone | undefined =>
  ofCode[code] ?? (code.length === 3 ? ofCode[code[0]!] : code.length === 4 && code.startsWith('10') ? ofCode[0] : undefined)
