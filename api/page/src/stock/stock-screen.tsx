import { t } from '../language/language.ts'
import { Tabs } from '../parts/links.tsx'
import { Bilingual } from '../parts/text.tsx'
import { screens } from '../shell/screens.ts'
import { address } from '../state/address.ts'
import { AgesView } from './ages-view.tsx'
import { AreaView } from './area-view.tsx'
import { ChannelView } from './channel-view.tsx'
import { LocationView } from './location-view.tsx'
import { stockHref } from './moment.ts'
import { MomentBar } from './moment-bar.tsx'
import { SkuView } from './sku-view.tsx'
import { SkusView } from './skus-view.tsx'

export function StockScreen() {
  const [, view, subject] = address.value.path
  const isSku = view === 'sku'
  const isChannel = view === 'channel'
  const isAges = view === 'ages'
  return (
    <section aria-labelledby="title">
      <div class="head">
        <h1 id="title">
          <Bilingual name={screens.stock} />
        </h1>
        <p class="head-note">
          {t('可售 = 现货 − 占用 − 安全库存，逐地点计算后相加', 'available = on hand − reserved − safety stock, per location, then summed')}
        </p>
      </div>
      <Tabs
        label={t('视图', 'View')}
        tabs={[
          { href: stockHref([]), label: t('按地区', 'By area'), current: !isSku && !isChannel && !isAges },
          { href: stockHref(['sku']), label: t('按 SKU', 'By SKU'), current: isSku },
          { href: stockHref(['channel']), label: t('按渠道', 'By channel'), current: isChannel },
          { href: stockHref(['ages']), label: t('按库龄', 'By age'), current: isAges },
        ]}
      />
      <MomentBar />
      {isSku ? subject === undefined ? <SkusView /> : <SkuView key={subject} sku={subject} /> : null}
      {isChannel && <ChannelView />}
      {isAges && <AgesView />}
      {view === 'location' && subject !== undefined && <LocationView key={subject} location={subject} />}
      {view === undefined && <AreaView />}
    </section>
  )
}
