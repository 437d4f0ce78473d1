import { useEffect } from 'preact/hooks'
import { t } from '../language/language.ts'
import { Field, Select } from '../parts/form.tsx'
import { cityOptions, districtOptions, loadDivisions, pathOfArea, provinceOptions } from '../state/divisions.ts'

/** From the province down, one choice at a time; the code of the lowest chosen is the filter. */
export function RegionFilter({ region, onChange }: { region: string; onChange: (region: string) => void }) {
  const [province = '', city = '', district = ''] = pathOfArea(region)
  useEffect(() => {
    if (province !== '') void loadDivisions()
  }, [province])
  const cities = province === '' ? [] : cityOptions(province)
  const districts = city === '' ? [] : districtOptions(city)
  return (
    <>
      <Field label={t('省份', 'Province')}>
        <Select value={province} any={t('全国', 'All')} options={provinceOptions()} onChange={onChange} />
      </Field>
      {cities.length > 0 && (
        <Field label={t('城市', 'City')}>
          <Select value={city} any={t('全省', 'Whole province')} options={cities} onChange={(chosen) => onChange(chosen || province)} />
        </Field>
      )}
      {districts.length > 0 && (
        <Field label={t('区县', 'District')}>
          <Select value={district} any={t('全市', 'Whole city')} options={districts} onChange={(chosen) => onChange(chosen || city)} />
        </Field>
      )}
    </>
  )
}
