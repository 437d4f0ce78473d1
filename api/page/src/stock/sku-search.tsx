import { t } from '../language/language.ts'
import { Field, Typed } from '../parts/form.tsx'

export const SkuSearch = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <search class="filters filters-open">
    <div class="filters-fields">
      <Field label={t('查找', 'Find')} size="wide">
        <Typed value={value} placeholder={t('编码、名称、类目或品牌', 'code, name, category or brand')} onChange={onChange} />
      </Field>
    </div>
  </search>
)
