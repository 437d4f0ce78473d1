import type { VersionState } from '../../../../domain/policy/version-state.ts'
import type { PolicyDocument } from '../api/policies.ts'
import { type Name, nameIn, t } from '../language/language.ts'
import type { Tone } from '../language/words.ts'
import { Badge, Instant } from '../parts/text.tsx'
import { withQuery } from '../state/address.ts'

const stateNames: Readonly<Record<VersionState, Name & { readonly tone: Tone }>> = {
  inForce: { zh: '生效中', en: 'In force', tone: 'good' },
  later: { zh: '待生效', en: 'Later', tone: 'info' },
  ended: { zh: '已失效', en: 'Ended', tone: 'quiet' },
  never: { zh: '从未生效', en: 'Never in force', tone: 'quiet' },
}

interface VersionsProps {
  readonly items: readonly PolicyDocument[]
  /** 0 for what is built in. */
  readonly chosen: number
}

/** Every version of a policy, and what is built in: it decides while nothing else does. */
export const Versions = ({ items, chosen }: VersionsProps) => {
  const anyInForce = items.some(({ state }) => state === 'inForce')
  return (
    <section class="panel" aria-labelledby="versions-title">
      <header class="panel-head">
        <h2 id="versions-title">{t('版本', 'Versions')}</h2>
        <p class="hint">{t('已发布的版本不再改变', 'A published version never changes')}</p>
      </header>
      <table class="table table-inner">
        <tbody>
          {items.map((item) => (
            <tr key={item.version} aria-current={item.version === chosen ? 'true' : undefined}>
              <th scope="row">
                <a href={withQuery({ version: String(item.version) })}>v{item.version}</a>
              </th>
              <td>
                <State state={item.state} />
              </td>
              <td class="cell-time">
                <Instant at={item.effectiveFrom} /> {t('起', 'on')}
              </td>
              <td>{item.note}</td>
              <td class="wide-only mono">{item.publishedBy}</td>
            </tr>
          ))}
          <tr aria-current={chosen === 0 ? 'true' : undefined}>
            <th scope="row">
              <a href={withQuery({ version: '0' })}>{t('内置', 'Built in')}</a>
            </th>
            <td>{!anyInForce && <State state="inForce" />}</td>
            <td colSpan={3}>{t('未发布任何版本时按此决定', 'Decides while no version is in force')}</td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}

const State = ({ state }: { state: VersionState }) => <Badge tone={stateNames[state].tone}>{nameIn(stateNames[state])}</Badge>
