import { z } from 'zod'
import { canonicalAfterSale, canonicalOrder } from '../domain/channel/canonical.ts'
import { documentation as app } from './channels/app/fields.ts'
import { appAfterSale, appOrder } from './channels/app/form.ts'
import { documentation as douyin } from './channels/douyin/fields.ts'
import { documentation as jd } from './channels/jd/fields.ts'
import { documentation as pdd } from './channels/pdd/fields.ts'
import { documentation as pos } from './channels/pos/fields.ts'
import { ticket } from './channels/pos/form.ts'
import { documentation as taobao } from './channels/taobao/fields.ts'
import { documentation as wechatShop } from './channels/wechat-shop/fields.ts'
import { type ChannelDocumentation, type FieldTable, sourceOfField } from './documentation.ts'
import { leafDescriptions } from './shared/canonical-paths.ts'
import { canonicalEquations } from './shared/sums.ts'
import { type ToldOfChannel, told } from './told.ts'

/** `docs/channels.md`, made of what every channel says of itself. `node connectors/write-document.ts` writes it. */

const channels: readonly ChannelDocumentation[] = [taobao, jd, douyin, pdd, wechatShop, app, pos]

const introduction = `# Channels

Made by \`node connectors/write-document.ts\` from the tables in \`connectors/channels/*/fields.ts\`.

Any message of a channel enters by \`POST /v1/channel-orders/:channel\`, orders and after-sales cases alike; the connector tells them apart. Every
message becomes the canonical form of \`domain/channel/canonical.ts\`, or an exception that names the field or the sum that is wrong.

What holds for every channel:
- Ids are text and keep every digit, even where the payload writes them as numbers beyond 2^53. A number with an exponent is refused.
- Yuan (text or number) and fen become exact fen. A third decimal that is not zero is refused.
- Local times are times in China; epoch seconds and ISO 8601 are instants. Empty dates are empty.
- What a channel does not show is null or empty, never guessed. A discount whose bearer the payload does not show says \`profile\` as its source.
- Names of a region become division codes (GB/T 2260) as far as they are known without doubt; otherwise the path is shorter.
- A status the connector does not know is an exception. Statuses are hints: facts (payments, shipments, refunds) decide.
- A refund that is only mentioned in an order's message is no after-sales case: money goes back by after-sales messages alone.
- Each channel names the equations its amounts obey. A payload that breaks one is kept as an exception with both sides.
`

export function channelsDocument(): string {
  const common = ['## Sums of every channel', '', ...equationRows(canonicalEquations)]
  const forms = [
    '## Forms of our own',
    '',
    ...schemaOf('Order of the app', appOrder),
    ...schemaOf('After-sales case of the app', appAfterSale),
    ...schemaOf('Ticket of a till', ticket),
  ]
  return `${[introduction, ...common, '', ...outwards(), '', ...channels.flatMap(chapterOf), ...forms].join('\n').trimEnd()}\n`
}

const outwards = (): readonly string[] => [
  '## What channels are told',
  '',
  'By their own methods, where a shop is connected: [decision 19](decisions/0019-channel-publishing.md), and how to connect one: [operations.md](operations.md#channels-that-are-told).',
  '',
  '| channel | what | how it is told | or why it is not, and where that can be seen |',
  '| --- | --- | --- | --- |',
  ...Object.entries(told).flatMap(([channel, ofChannel]) => toldRows(channel, ofChannel)),
]

const words: { readonly [Kind in keyof ToldOfChannel]: string } = {
  stock: 'units it shows',
  shipped: 'a parcel left',
  delivered: 'a parcel was delivered',
  installed: 'units are installed',
  closed: 'we cancelled the order',
  refundAgreed: 'we agree to a refund',
  refundRefused: 'we refuse a refund',
  returnReceived: 'units came back',
  returnInspected: 'all that was to come back was looked at',
  refundPaid: 'we paid money back past it',
}

/** What holds for all kinds alike is said once. */
function toldRows(channel: string, ofChannel: ToldOfChannel): readonly string[] {
  const kinds = Object.keys(words) as (keyof ToldOfChannel)[]
  const isOne = new Set(Object.values(ofChannel)).size === 1
  return (isOne ? kinds.slice(0, 1) : kinds).map((kind) => {
    const each = ofChannel[kind]
    const how =
      'by' in each ? `${each.by}${each.only === undefined ? '' : `, for ${each.only.said}`} |` : ` | ${each.because} (${each.source})`
    return `| \`${channel}\` | ${isOne ? 'anything' : words[kind]} | ${how} |`
  })
}

const chapterOf = (channel: ChannelDocumentation): readonly string[] => [
  `## ${channel.title}`,
  '',
  'Messages:',
  ...channel.messages.map((message) => `- ${message}`),
  '',
  'To know:',
  ...channel.notes.map((note) => `- ${note}`),
  '',
  ...equationRows(channel.equations),
  '',
  'Amounts no sum covers:',
  ...Object.entries(channel.notCovered).map(([field, why]) => `- \`${field}\`: ${why}`),
  '',
  '| order | from | what it is |',
  '| --- | --- | --- |',
  ...fieldRows(channel.order, canonicalOrder),
  '',
  '| after-sales case | from | what it is |',
  '| --- | --- | --- |',
  ...fieldRows(channel.afterSale, canonicalAfterSale),
  '',
]

const equationRows = (equations: ChannelDocumentation['equations']): readonly string[] => [
  '| sum | holds |',
  '| --- | --- |',
  ...equations.map(({ name, formula }) => `| \`${name}\` | ${cell(formula)} |`),
]

const fieldRows = (table: FieldTable, schema: z.ZodType): readonly string[] =>
  [...leafDescriptions(schema)].map(([path, description]) => {
    const source = sourceOfField(table, path)
    return `| \`${path}\` | ${source == null ? 'not shown by this channel' : cell(source)} | ${cell(description)} |`
  })

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const schemaOf = (title: string, schema: z.ZodType): readonly string[] => [
  `### ${title}`,
  '',
  '```json',
  JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2),
  '```',
  '',
]
