import { useState } from 'preact/hooks'
import { type ExplainedSourcing, fetchSourcing } from '../api/orders.ts'
import { nameIn, t } from '../language/language.ts'
import { type DropReason, dropNames } from '../language/sourcing.ts'
import { Badge } from '../parts/text.tsx'
import { locationName } from '../state/catalogue.ts'
import { useLoaded } from '../state/load.ts'

interface LocationsProps {
  readonly orderId: string
  readonly decision: number
}

/** What became of each location, once somebody wants to know: the decision is made again for it. */
export function Locations(props: LocationsProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" class="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('收起地点', 'Fewer locations') : t('逐个地点的原因', 'Why of each location')}
      </button>
      {open && <MadeAgain {...props} />}
    </>
  )
}

function MadeAgain({ orderId, decision }: LocationsProps) {
  const { value, failure, loading } = useLoaded(`${orderId} ${decision}`, (signal) => fetchSourcing(orderId, signal))
  if (failure !== null) return <p class="none">{failure.message}</p>
  if (loading || value === undefined) return <p class="none">{t('正在按当时的输入重算…', 'Deciding again from what was seen then…')}</p>
  const explained = value.decisions.find((each) => each.decision.decision === decision)
  return explained === undefined ? null : <Explained explained={explained} />
}

const Explained = ({ explained: { agrees, differences, locations } }: { explained: ExplainedSourcing }) => (
  <>
    <p>
      {agrees ? (
        <Badge tone="good">{t('重算结果一致', 'the same comes out again')}</Badge>
      ) : (
        <Badge tone="bad">{`${t('重算结果不同', 'comes out otherwise')}: ${differences.join(', ')}`}</Badge>
      )}
    </p>
    <ul class="sourcing-locations">
      {locations.map(({ location, dropped, rank }) => (
        <li key={location} class={dropped === null ? undefined : 'count-zero'}>
          {locationName(location)}{' '}
          <span class="beside">
            {dropped !== null
              ? nameIn(dropNames[dropped as DropReason])
              : rank === null
                ? t('可用，不在最优方案中', 'could, in none of the best plans')
                : t(`方案 ${rank}`, `plan ${rank}`)}
          </span>
        </li>
      ))}
    </ul>
  </>
)
