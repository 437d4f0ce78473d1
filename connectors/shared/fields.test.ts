import { describe, expect, it } from 'vitest'
import {
  epochSeconds,
  flag,
  id,
  integer,
  isoTime,
  localTime,
  oneOf,
  optionalFen,
  optionalId,
  optionalLocalTime,
  optionalSignedFen,
  optionalSignedYuan,
  optionalText,
  optionalYuan,
  quantity,
  text,
  yuan,
} from './fields.ts'
import { jsonInText, list, object, optionalObject, type Source, sourceOf, texts } from './source.ts'

type Reader = (source: Source, key: string) => unknown

/** The value read, or the problem noted. */
function read(reader: Reader, value: unknown): unknown {
  const source = sourceOf({ field: value }, 'order.items[0]')
  const result = reader(source, 'field')
  const [problem] = source.problems
  return problem === undefined ? result : `${problem.path}: ${problem.expected}`
}

const place = 'order.items[0].field'
const noYuan = `${place}: an amount in yuan with at most two decimals, not negative`
const noFen = `${place}: an amount in fen, an integer that is not negative`
const noTime = `${place}: a time like 2026-11-11 20:00:00, in China`
const now = Date.UTC(2026, 10, 11, 12)

describe('a field is read exactly, or its place is named and never its value', () => {
  it.each<[string, Reader, unknown, unknown]>([
    ['text verbatim', text, ' a \n', ' a \n'],
    ['text that is a number', text, 12, '12'],
    ['no text', optionalText, '  ', null],
    ['text that is missing', text, undefined, `${place}: a text`],
    ['text that is an object', optionalText, {}, `${place}: a text`],
    ['id trimmed', id, ' 41171612630246574 ', '41171612630246574'],
    ['id 0, which is none', optionalId, 0, null],
    ['id 0 that has to be one', id, '0', `${place}: an id`],
    ['id too long', id, 'x'.repeat(201), `${place}: an id of at most 200 characters`],
    ['integer as text', integer, '-12', -12],
    ['integer minus zero', integer, '-0', 0],
    ['integer with decimals', integer, 1.5, `${place}: an integer`],
    ['integer beyond 2^53', integer, '9007199254740993', `${place}: an integer`],
    ['quantity', quantity, '3', 3],
    ['quantity of none', quantity, 0, `${place}: a number of units from 1 to 1000000`],
    ['flag as number', flag, 2, true],
    ['flag as text', flag, 'False', false],
    ['flag without a value', flag, undefined, false],
    ['flag that is none', flag, 'maybe', `${place}: true or false`],
    ['yuan as text', yuan, '200.07', 20007],
    ['yuan as number', yuan, 29.5, 2950],
    ['yuan with zeros behind', yuan, '1.2300', 123],
    ['yuan with a third decimal', yuan, '1.235', noYuan],
    ['yuan with an exponent', yuan, '1e2', noYuan],
    ['yuan below zero', optionalYuan, '-1.00', noYuan],
    ['yuan below zero where it may be', optionalSignedYuan, '-1.05', -105],
    ['no yuan', optionalYuan, '', null],
    ['yuan that are missing', yuan, null, `${place}: an amount in yuan`],
    ['fen', optionalFen, '20007', 20007],
    ['fen with decimals', optionalFen, 1.5, noFen],
    ['fen below zero', optionalFen, -1, noFen],
    ['fen below zero where they may be', optionalSignedFen, -1, -1],
    ['local time', localTime, '2026-11-11 20:00:00', now],
    ['local time of JD that is none', optionalLocalTime, '0001-01-01 00:00:00', null],
    ['local time at the epoch, which is none', optionalLocalTime, '1970-01-01 00:00:00', null],
    ['local time of a day that is none', localTime, '2026-02-29 00:00:00', noTime],
    ['local time on a leap day', localTime, '2028-02-29 00:00:00', Date.UTC(2028, 1, 28, 16)],
    ['local time with hour 24', localTime, '2026-11-11 24:00:00', noTime],
    ['epoch seconds', epochSeconds, now / 1000, now],
    ['epoch milliseconds, which are no seconds', epochSeconds, now, `${place}: a time in epoch seconds`],
    ['epoch second 0, which is none', epochSeconds, 0, `${place}: a time in epoch seconds`],
    ['instant', isoTime, '2026-11-11T20:00:00.000+08:00', now],
    ['instant without offset', isoTime, '2026-11-11T20:00:00', `${place}: a time like 2026-11-11T20:00:00+08:00`],
    ['word of a table', (source, key) => oneOf(source, key, { A: 1 }, 0), 'A', 1],
    ['word of no table', (source, key) => oneOf(source, key, { A: 1 }, 0), 'toString', `${place}: one of A`],
    ['JSON inside JSON', (source, key) => jsonInText(source, key)?.fields, '{"n":12345678901234567890}', { n: '12345678901234567890' }],
    ['JSON inside JSON that is an object already', (source, key) => jsonInText(source, key)?.fields, { a: 1 }, { a: 1 }],
    ['JSON inside JSON that is broken', jsonInText, '{"a":', `${place}: an object written as JSON`],
    ['object that is an empty list', optionalObject, [], null],
    ['object that is missing', object, undefined, `${place}: an object`],
    ['list that is no list', list, 'x', `${place}: a list`],
    ['list with something else in it', list, [1], 'order.items[0].field[0]: an object'],
    ['texts with numbers', texts, ['a', 1, ''], ['a', '1']],
  ])('%s', (_name, reader, value, expected) => {
    expect(read(reader, value)).toEqual(expected)
  })
})
