import type { Owned } from '../api/status.ts'
import { t } from '../language/language.ts'
import { Count } from '../parts/text.tsx'

/** Which worker owns which read model or process; nothing where one process owns everything. */
export const Owners = ({ owners }: { owners: readonly Owned[] }) =>
  owners.length === 0 ? null : (
    <section class="panel" aria-labelledby="owners-title">
      <header class="panel-head">
        <h2 id="owners-title">{t('工作进程', 'Workers')}</h2>
        <span class="panel-note">{t('每个读模型与流程同一时刻只归一个进程', 'each read model and process has one owner at a time')}</span>
      </header>
      <table class="table table-inner">
        <thead>
          <tr>
            <th scope="col">{t('读模型或流程', 'Read model or process')}</th>
            <th scope="col">{t('归属', 'Owner')}</th>
            <th scope="col" class="number">
              {t('任次', 'Epoch')}
            </th>
          </tr>
        </thead>
        <tbody>
          {owners.map(({ resource, owner, epoch, remark }) => (
            <tr key={resource}>
              <th scope="row" class="mono">
                {resource}
                {remark !== null && <span class="under cause">{remark}</span>}
              </th>
              <td class={owner === null ? 'late' : 'mono'}>{owner ?? t('无', 'nobody')}</td>
              <td class="number">
                <Count units={epoch} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
