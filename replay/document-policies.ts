import { writeFileSync } from 'node:fs'
import { auditFacts, factNames } from '../domain/audit/facts.ts'
import { policyKindNames, policyKinds } from '../domain/policy/kinds.ts'

/** Writes `docs/policies.md` when run: `node replay/document-policies.ts`. */

const shapes = { text: 'text', texts: 'list of text', number: 'whole number', flag: 'true or false' } as const

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
    '## Facts of an audit',
    '',
    '| fact | is | meaning |',
    '|---|---|---|',
    ...factNames.map((name) => `| \`${name}\` | ${shapes[auditFacts[name].is]} | ${auditFacts[name].description} |`),
    '',
  ].join('\n')

if (import.meta.main) writeFileSync('docs/policies.md', policiesDocument())
