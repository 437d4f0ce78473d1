import type { AuditDocument } from '../../../../domain/policy/kinds/audit.ts'
import { fetchPolicy, fetchPolicyVersions, type Policy } from '../api/policies.ts'
import { nameIn, t } from '../language/language.ts'
import { Tabs } from '../parts/links.tsx'
import { FailureNotice, Notice } from '../parts/notice.tsx'
import { Bilingual } from '../parts/text.tsx'
import { screens } from '../shell/screens.ts'
import { address, hashOf } from '../state/address.ts'
import { useChanges } from '../state/live.ts'
import { useLoaded } from '../state/load.ts'
import { AuditRules } from './audit-rules.tsx'
import { Editor } from './editor.tsx'
import { kindNames, kinds } from './policy-names.ts'
import { Versions } from './versions.tsx'

/** What the business decides by: every policy with all of its versions. */
export function PoliciesScreen() {
  const chosen = address.value.path[1] ?? kinds[0]!
  const { value, reload } = useLoaded('policies', fetchPolicyVersions)
  useChanges(['policies'], reload)
  const published = (value ?? []).map(({ name }) => name)
  const names = [...new Set([...kinds, ...published])]
  return (
    <section aria-labelledby="title">
      <div class="head">
        <h1 id="title">
          <Bilingual name={screens.policies} />
        </h1>
        <p class="head-note">{t('每次决定都记下所依据的版本', 'every decision names the version it was made by')}</p>
      </div>
      <Tabs
        label={t('策略', 'Policy')}
        tabs={names.map((name) => ({ href: hashOf(['policies', name]), label: labelOf(name), current: name === chosen }))}
      />
      <OnePolicy key={chosen} name={chosen} />
    </section>
  )
}

const labelOf = (name: string): string => {
  const kind = kinds.find((each) => each === name)
  return kind === undefined ? name : nameIn(kindNames[kind])
}

function OnePolicy({ name }: { name: string }) {
  const { value: policy, failure, reload } = useLoaded(name, (signal) => fetchPolicy(name, signal))
  useChanges(['policies'], reload)
  if (failure !== null) return <FailureNotice failure={failure} retry={reload} />
  if (policy === undefined) return <Notice title={t('正在读取…', 'Loading…')} />
  const version = versionIn(policy)
  const shown = policy.items.find((item) => item.version === version)
  const document = shown === undefined ? policy.builtIn : shown.document
  return (
    <>
      <Versions items={policy.items} chosen={shown?.version ?? 0} />
      <section class="panel" aria-labelledby="rules-title">
        <header class="panel-head">
          <h2 id="rules-title">{shown === undefined ? t('内置', 'Built in') : `v${shown.version}`}</h2>
        </header>
        {policy.kind === 'audit' && <AuditRules document={document as AuditDocument} />}
        <Editor key={version} policy={policy} document={document} onPublished={reload} />
      </section>
    </>
  )
}

/** As the address says, else the one in force. */
function versionIn({ items }: Policy): number {
  const { version } = address.value.query
  return version === undefined ? (items.find(({ state }) => state === 'inForce')?.version ?? 0) : Number(version)
}
