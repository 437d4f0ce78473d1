import {
  type CanonicalAfterSale,
  type CanonicalMessage,
  type CanonicalOrder,
  canonicalAfterSale,
  canonicalOrder,
} from '../../domain/channel/canonical.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import type { ChannelConnector, Reading, Receipt, Unreadable } from '../port.ts'
import { parseJson } from './json.ts'
import { isObject, type Problem, type Source, sourceOf } from './source.ts'
import { type BrokenSum, canonicalEquations, type Equation, firstBroken } from './sums.ts'

type Identity = Pick<Unreadable, 'shop' | 'channelOrderId' | 'refundId' | 'modifiedAt'>

/**
 * How one kind of message of a channel is found in its envelope and read. The subject is what its equations are about: the source itself, or
 * the message already parsed by a schema of our own.
 */
export interface MessageForm<Message, Subject = Source> {
  /** The object that holds it, or null when the text holds another kind. */
  find(root: Source): Source | null
  identify(found: Source, receipt: Receipt): Identity
  /** Null only when a problem was noted. */
  parse(found: Source): Subject | null
  read(subject: Subject, receipt: Receipt): Message
  readonly equations: readonly Equation<Subject>[]
}

export interface ChannelForms<Order = Source, AfterSale = Source> {
  readonly channel: Channel
  readonly order: MessageForm<CanonicalOrder, Order>
  readonly afterSale: MessageForm<CanonicalAfterSale, AfterSale>
  /** What is looked for, to be said when neither is found. */
  readonly expected: string
}

/** For channels read field by field. */
export const itself = (found: Source): Source => found

export const connectorOf = <Order, AfterSale>(forms: ChannelForms<Order, AfterSale>): ChannelConnector => ({
  channel: forms.channel,
  read: (text, receipt = {}) => readMessage(forms, text, receipt),
})

const unknown: Identity = { shop: null, channelOrderId: null, refundId: null, modifiedAt: null }

function readMessage<Order, AfterSale>(forms: ChannelForms<Order, AfterSale>, text: string, receipt: Receipt): Reading {
  const parsed = parseJson(text)
  if (!parsed.ok || !isObject(parsed.value)) return unparsable({ path: '$', expected: 'one JSON object' }, unknown)
  const root = sourceOf(parsed.value, '')
  const order = forms.order.find(root)
  if (order !== null) return readFound(forms.order, order, receipt, canonicalEquations, checkedOrder)
  const afterSale = forms.afterSale.find(root)
  if (afterSale !== null) return readFound(forms.afterSale, afterSale, receipt, [], checkedAfterSale)
  return unparsable({ path: '$', expected: `${forms.expected} of ${forms.channel}` }, unknown)
}

function readFound<Message, Subject>(
  form: MessageForm<Message, Subject>,
  found: Source,
  receipt: Receipt,
  ofCanonical: readonly Equation<Message>[],
  check: (message: Message) => Checked,
): Reading {
  const subject = form.parse(found)
  if (subject === null) return badField(form, found, receipt)
  const message = form.read(subject, receipt)
  if (found.problems.length > 0) return badField(form, found, receipt)
  const broken = firstBroken(form.equations, subject)
  if (found.problems.length > 0) return badField(form, found, receipt)
  const failed = broken ?? firstBroken(ofCanonical, message)
  if (failed !== null) return brokenSum(failed, identityOf(form, found, receipt))
  const { problem, reading } = check(message)
  return problem === undefined ? reading : unparsable(problem, identityOf(form, found, receipt))
}

/** Limits of the canonical form that no single field breaks, such as the number of lines. */
type Checked = { readonly problem?: Problem; readonly reading: { readonly ok: true; readonly message: CanonicalMessage } }

const checkedOrder = (order: CanonicalOrder): Checked => ({
  ...limitOf(canonicalOrder.safeParse(order), 'order'),
  reading: { ok: true, message: { kind: 'order', order } },
})

const checkedAfterSale = (afterSale: CanonicalAfterSale): Checked => ({
  ...limitOf(canonicalAfterSale.safeParse(afterSale), 'afterSale'),
  reading: { ok: true, message: { kind: 'afterSale', afterSale } },
})

type Parse = { readonly success: boolean; readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } }

function limitOf({ success, error }: Parse, kind: CanonicalMessage['kind']): { readonly problem?: Problem } {
  if (success) return {}
  return { problem: { path: [kind, ...(error?.issues[0]?.path ?? [])].join('.'), expected: 'within the limits of the canonical form' } }
}

type AnyForm = Pick<MessageForm<unknown>, 'identify'>

/** As much as can be read of a message that cannot be taken further; its problems are known already. */
const identityOf = (form: AnyForm, found: Source, receipt: Receipt): Identity => form.identify({ ...found, problems: [] }, receipt)

const badField = (form: AnyForm, found: Source, receipt: Receipt): Unreadable =>
  unparsable(found.problems[0] ?? { path: '$', expected: 'readable' }, identityOf(form, found, receipt))

const unparsable = ({ path, expected }: Problem, identity: Identity): Unreadable => ({
  ok: false,
  code: 'UNPARSABLE',
  reason: `${path} cannot be read: expected ${expected}; correct the payload, or have the channel send the message again`,
  details: { path },
  ...identity,
})

function brokenSum({ name, formula, at, leftFen, rightFen }: BrokenSum, identity: Identity): Unreadable {
  const path = at === '' ? '$' : at
  return {
    ok: false,
    code: 'SUM_BROKEN',
    reason: `${name} does not hold at ${path}: ${formula}, but ${leftFen} fen against ${rightFen} fen; correct the amount that is wrong`,
    details: { equation: name, leftFen, rightFen, path },
    ...identity,
  }
}
