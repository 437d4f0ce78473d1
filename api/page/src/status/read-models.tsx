import type { ReadModel } from '../api/status.ts'
import { count } from '../format/money.ts'
import { duration } from '../format/time.ts'
import { language, nameIn, t } from '../language/language.ts'
import { readModelName } from '../language/read-models.ts'
import { word } from '../language/words.ts'
import { Badge, Count } from '../parts/text.tsx'

const stateTones = { following: 'good', building: 'info', stopped: 'bad' } as const
const slowFromMs = 5_000

export const ReadModels = ({ models, head }: { models: readonly ReadModel[]; head: string }) => (
  <section class="panel" aria-labelledby="models-title">
    <header class="panel-head">
      <h2 id="models-title">{t('读模型', 'Read models')}</h2>
    </header>
    <table class="table table-inner">
      <thead>
        <tr>
          <th scope="col">{t('名称', 'Name')}</th>
          <th scope="col">{t('状态', 'State')}</th>
          <th scope="col" class="number">
            {t('延迟', 'Lag')}
          </th>
          <th scope="col" class="number wide-only">
            {t('位置', 'Position')}
          </th>
          <th scope="col" class="number">
            {t('停放', 'Parked')}
          </th>
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.name}>
            <th scope="row">
              {nameIn(readModelName(model.name))}
              <span class="code">{model.name}</span>
              {model.cause !== null && <span class="under cause">{model.cause}</span>}
            </th>
            <td>
              <Badge tone={stateTones[model.state]}>{word(model.state)}</Badge>
              {model.building !== null && <Building model={model} />}
            </td>
            <td class={model.lagMs >= slowFromMs ? 'number late' : 'number'}>{duration(model.lagMs, language.value)}</td>
            <td class="number wide-only">{model.position === head ? t('最新', 'head') : model.position}</td>
            <td class="number">
              <Count units={model.parked} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Building = ({ model: { building } }: { model: ReadModel }) => {
  if (building === null) return null
  const until = Number(building.until)
  return (
    <span class="under">
      <progress max={Math.max(1, until)} value={Number(building.position)} /> {count(Math.round(building.eventsPerSecond))}{' '}
      {t('事件/秒', 'events/s')}
    </span>
  )
}
