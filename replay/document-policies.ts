import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { auditFacts, factNames } from '../domain/audit/facts.ts'
import { policyKindNames, policyKinds } from '../domain/policy/kinds.ts'

/** Writes `docs/policies.md` when run: `node replay/document-policies.ts`. */

const shapes = { text: 'text', texts: 'list of text', number: 'whole number', flag: 'true or false' } as const

interface FieldSchema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly description?: string
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly items?: FieldSchema
  readonly anyOf?: readonly FieldSchema[]
  readonly oneOf?: readonly FieldSchema[]
}

const variantsOf = ({ anyOf, oneOf }: FieldSchema): readonly FieldSchema[] => anyOf ?? oneOf ?? []

/** Conditions hold conditions: what they may say is in operations.md, and their facts are listed below. */
const saidElsewhere: ReadonlySet<string> = new Set(['rules[].when'])

/** Every field of a document, however deep, once; of several shapes those of each. */
function fieldRows(schema: FieldSchema, path: string): readonly string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    `| \`${path}${name}\` | ${usualOf(field)} | ${field.description ?? ''} |`,
    ...(saidElsewhere.has(`${path}${name}`) ? [] : fieldRows(field, `${path}${name}.`)),
  ])
  const inList = schema.items === undefined ? [] : fieldRows(schema.items, `${path.slice(0, -1)}[].`)
  return [...new Set([...own, ...inList, ...variantsOf(schema).flatMap((variant) => fieldRows(variant, path))])]
}

/** What it is where it is left out; what it can only be; nothing where it has to be said. */
function usualOf({ default: usual, const: only }: FieldSchema): string {
  if (only !== undefined) return `only \`${JSON.stringify(only)}\``
  return usual === undefined || typeof usual === 'object' ? '' : `\`${JSON.stringify(usual)}\``
}

const fieldsOfKind = (kind: (typeof policyKindNames)[number]): readonly string[] => [
  `## Fields of \`${kind}\``,
  '',
  '| field | when left out | meaning |',
  '|---|---|---|',
  ...fieldRows(z.toJSONSchema(policyKinds[kind].document, { io: 'input', unrepresentable: 'any' }) as FieldSchema, ''),
  '',
]

export const policiesDocument = (): string =>
  [
    '# Policies',
    '',
    'Every kind of policy, and what their rules may ask about, made from `domain/policy/kinds.ts` (`node replay/document-policies.ts`). How they are published',
    'and tried, and what rules of an audit mean: [operations.md](operations.md#policies).',
    '',
    '| kind | what it decides | built in |',
    '|---|---|---|',
    ...policyKindNames.map(
      (kind) => `| \`${kind}\` | ${policyKinds[kind].description} | \`${JSON.stringify(policyKinds[kind].builtIn)}\` |`,
    ),
    '',
    ...policyKindNames.flatMap(fieldsOfKind),
    '## Facts of an audit',
    '',
    '| fact | is | meaning |',
    '|---|---|---|',
    ...factNames.map((name) => `| \`${name}\` | ${shapes[auditFacts[name].is]} | ${auditFacts[name].description} |`),
    '',
  ].join('\n')

if (import.meta.main) writeFileSync('docs/policies.md', policiesDocument())
