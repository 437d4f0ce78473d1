/** What kind of value a fact is. `texts` are several at once. */
export type FactShape = 'text' | 'texts' | 'number' | 'flag'

interface FactDefinition<Shape extends FactShape = FactShape> {
  readonly is: Shape
  readonly description: string
}

const text = (description: string): FactDefinition<'text'> => ({ is: 'text', description })
const texts = (description: string): FactDefinition<'texts'> => ({ is: 'texts', description })
const number = (description: string): FactDefinition<'number'> => ({ is: 'number', description })
const flag = (description: string): FactDefinition<'flag'> => ({ is: 'flag', description })

/** All that rules of an audit may ask about an order, none of it personal. A new one is an entry here and its source in `order-facts.ts`. */
export const auditFacts = {
  channel: text('Channel the order came through'),
  shop: text('Shop'),
  orderType: text('Kind of order, as the channel has it'),
  region: texts('Division codes from province to district it goes to'),
  addressFlags: texts('Flags of the words its address held when it came in; unknown where the policy of then named none'),
  campaign: text('Campaign the sale belongs to'),
  store: text("The channel's or till's code of the store with a part in it"),
  creators: texts('Ids of the creators who sold lines of it'),
  deliveries: texts('How its units reach the buyer: ship, storePickup, carryOut, install'),
  services: texts('Kinds of services bought with it'),

  skus: texts('Sales SKUs, and the stock SKUs behind them'),
  categories: texts('Categories of its goods and gifts'),
  brands: texts('Brands of its goods and gifts'),
  itemCount: number('Lines of goods and gifts'),
  skuCount: number('Different stock SKUs'),
  unitCount: number('Units of goods and gifts'),
  weightGrams: number('Packed weight of all units in grams; unknown while the catalogue does not know a SKU'),
  giftsOnly: flag('Whether there is nothing but gifts'),

  listFen: number('List price of all lines in fen'),
  buyerFen: number('What the buyer pays for all lines in fen'),
  receivableFen: number('Merchant receivable of all lines in fen'),
  capturedFen: number('Captured so far in fen'),
  merchantDiscountFen: number('Discounts the merchant bears in fen'),

  cashOnDelivery: flag('Whether the buyer pays at the door'),
  presale: flag('Whether it has a deposit and a balance'),
  tradeIn: flag('Whether an old unit is handed in'),
  tradeInQuotedFen: number('Quoted for the old unit in fen'),
  subsidised: flag('Whether the government bears a part'),
  subsidyFen: number('What the government bears in fen'),
  giftOrder: flag('Whether it is given to somebody else'),
  invoiceWanted: flag('Whether the buyer wants an invoice'),

  sellerFlag: text('Colour or number the seller marked it with'),
  remarkFlags: texts('Flags of the words its remarks held when they came in; unknown where the policy of then named none'),
  buyerRemarked: flag('Whether the buyer wrote something'),
  sellerRemarked: flag('Whether the seller wrote something'),

  shipWithinMs: number('From the order to its promised latest departure, milliseconds'),
  deliverWithinMs: number('From the order to its promised latest arrival, milliseconds'),

  channelHolds: texts("Reasons its channel has held it for, released since or not; `riskReview` is the channel's fraud signal"),
  otherOpenOrders: number('Other orders of the same buyer that were open when this one was placed'),
} as const satisfies Readonly<Record<string, FactDefinition>>

export type FactName = keyof typeof auditFacts

interface ValueOf {
  readonly text: string
  readonly texts: readonly string[]
  readonly number: number
  readonly flag: boolean
}

/** Null: not known. */
export type AuditFacts = { readonly [Name in FactName]: ValueOf[(typeof auditFacts)[Name]['is']] | null }

export const factNames = Object.keys(auditFacts) as readonly FactName[]
export const factsOfShape = (...shapes: readonly FactShape[]): readonly FactName[] =>
  factNames.filter((name) => shapes.includes(auditFacts[name].is))
