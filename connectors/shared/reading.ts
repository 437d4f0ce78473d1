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

/** How one kind of message of a channel is found in its envelope and read. */
export interface MessageForm<Message> {
  /** The object that holds it, or null when the text holds another kind. */
  find(root: Source): Source | null
  identify(found: Source, receipt: Receipt): Identity
  read(found: Source, receipt: Receipt): Message
  readonly equations: readonly Equation[]
}

export interface ChannelForms {
  readonly channel: Channel
  readonly order: MessageForm<CanonicalOrder>
  readonly afterSale: MessageForm<CanonicalAfterSale>
  /** What is looked for, to be said when neither is found. */
  readonly expected: string
}

export const connectorOf = (forms: ChannelForms): ChannelConnector => ({
  channel: forms.channel,
  read: (text, receipt = {}) => readMessage(forms, text, receipt),
})

const unknown: Identity = { shop: null, channelOrderId: null, refundId: null, modifiedAt: null }

function readMessage(forms: ChannelForms, text: string, receipt: Receipt): Reading {
  const parsed = parseJson(text)
  if (!parsed.ok || !isObject(parsed.value)) return unparsable({ path: '$', expected: 'one JSON object' }, unknown)
  const root = sourceOf(parsed.value, '')
  const order = forms.order.find(root)
  if (order !== null) return readOrder(forms.order, order, receipt)
  const afterSale = forms.afterSale.find(root)
  if (afterSale !== null) return readAfterSale(forms.afterSale, afterSale, receipt)
  return unparsable({ path: '$', expected: `${forms.expected} of ${forms.channel}` }, unknown)
}

function readOrder(form: MessageForm<CanonicalOrder>, found: Source, receipt: Receipt): Reading {
  const order = form.read(found, receipt)
  return (
    badField(form, found, receipt) ??
    brokenSum(firstBroken(form.equations, found), form, found, receipt) ??
    badField(form, found, receipt) ??
    brokenSum(firstBroken(canonicalEquations, order), form, found, receipt) ??
    checked(canonicalOrder.safeParse(order), { kind: 'order', order }, form, found, receipt)
  )
}

function readAfterSale(form: MessageForm<CanonicalAfterSale>, found: Source, receipt: Receipt): Reading {
  const afterSale = form.read(found, receipt)
  return (
    badField(form, found, receipt) ??
    brokenSum(firstBroken(form.equations, found), form, found, receipt) ??
    badField(form, found, receipt) ??
    checked(canonicalAfterSale.safeParse(afterSale), { kind: 'afterSale', afterSale }, form, found, receipt)
  )
}

type AnyForm = Pick<MessageForm<unknown>, 'identify'>
type Check = { readonly success: boolean; readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } }

/** Limits of the canonical form that no single field breaks, such as the number of lines. */
function checked(check: Check, message: CanonicalMessage, form: AnyForm, found: Source, receipt: Receipt): Reading {
  if (check.success) return { ok: true, message }
  const path = check.error?.issues[0]?.path.join('.') ?? '$'
  return unparsable(
    { path: `${message.kind}.${path}`, expected: 'within the limits of the canonical form' },
    identityOf(form, found, receipt),
  )
}

/** As much as can be read of a message that cannot be taken further; its problems are known already. */
const identityOf = (form: AnyForm, found: Source, receipt: Receipt): Identity => form.identify({ ...found, problems: [] }, receipt)

function badField(form: AnyForm, found: Source, receipt: Receipt): Unreadable | null {
  const problem = found.problems[0]
  return problem === undefined ? null : unparsable(problem, identityOf(form, found, receipt))
}

const unparsable = ({ path, expected }: Problem, identity: Identity): Unreadable => ({
  ok: false,
  code: 'UNPARSABLE',
  reason: `${path} is missing or is not ${expected}; correct the payload, or have the channel send the message again`,
  details: { path },
  ...identity,
})

function brokenSum(broken: BrokenSum | null, form: AnyForm, found: Source, receipt: Receipt): Unreadable | null {
  if (broken === null) return null
  const { name, formula, leftFen, rightFen } = broken
  const at = broken.at || '$'
  return {
    ok: false,
    code: 'SUM_BROKEN',
    reason: `${name} does not hold at ${at}: ${formula}, but ${leftFen} fen against ${rightFen} fen; correct the amount that is wrong`,
    details: { equation: name, leftFen, rightFen, path: at },
    ...identityOf(form, found, receipt),
  }
}
