import { setFlagsFromString } from 'node:v8'

// Makes the flag `l` known: an engine whose time grows with the text alone, whatever the expression.
setFlagsFromString('--enable-experimental-regexp-engine')

const MOST_CHARACTERS = 2_000

/**
 * An expression that cannot hold up the thread that takes orders in. Look-ahead and back references are beyond it: who is trusted not to
 * mean harm gets the ordinary engine for those. In words why not, else.
 */
export function linearRegExp(source: string, isTrusted: boolean): RegExp | string {
  if (source.length > MOST_CHARACTERS) return `an expression has at most ${MOST_CHARACTERS} characters`
  const needsUnicode = /\\[pPu]\{/.test(source)
  if (!needsUnicode) {
    try {
      return new RegExp(source, 'l')
    } catch {
      // Not regular, or no expression at all: the ordinary engine tells which.
    }
  }
  try {
    const ordinary = new RegExp(source, needsUnicode ? 'u' : '')
    return isTrusted ? ordinary : 'this role may use expressions without look-ahead, back references and classes of Unicode'
  } catch (failure) {
    return (failure as Error).message
  }
}
