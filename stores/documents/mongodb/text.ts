/**
 * Text as it is kept in ids and in the fields that are searched and sorted. It compares by code point wherever servers compare it,
 * be it as bytes of UTF-8 or by units of UTF-16, and holds no NUL, which some refuse.
 *
 * NUL and the character after it become two characters each, still before all others. In UTF-16 the units from U+E000 on come after
 * surrogates, in UTF-8 before what surrogates stand for: U+D7FF, which Unicode gives to nobody, goes before each of them, and itself.
 */
export const stored = (text: string): string => (special.test(text) ? text.replaceAll(eachSpecial, kept) : text)

/** Undoes `stored`. */
export const original = (text: string): string => (escaped.test(text) ? text.replaceAll(eachEscaped, given) : text)

const LEAD = '\ud7ff'
// biome-ignore lint/suspicious/noControlCharactersInRegex: these two are what is looked for
const special = /[\0\x01\ud7ff\ue000-\uffff]/u
const eachSpecial = new RegExp(special, 'gu')
// biome-ignore lint/suspicious/noControlCharactersInRegex: the first of two
const escaped = /\x01[\x01\x02]|\ud7ff[\ud7ff\ue000-\uffff]/u
const eachEscaped = new RegExp(escaped, 'gu')

const kept = (character: string): string => (character === '\0' ? '\x01\x01' : character === '\x01' ? '\x01\x02' : LEAD + character)
const given = (pair: string): string => (pair === '\x01\x01' ? '\0' : pair[1] === '\x02' ? '\x01' : pair.slice(1))
