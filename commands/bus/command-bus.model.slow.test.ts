import { test } from 'vitest'
import { aloneOnItsStore, besideOtherWriters } from './testing/model.ts'

test('alone on its store, every accepted command stands there once, whatever answers are lost', () => aloneOnItsStore(1_000))
test('beside other writers, two buses never contradict the log or each other', () => besideOtherWriters(1_000))
