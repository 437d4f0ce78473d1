import { fromField, isoInShanghai, toField } from '../format/time.ts'
import { t } from '../language/language.ts'
import { Field, Typed } from './form.tsx'

interface AsOfProps {
  /** A position, or an instant with its offset; empty for now. */
  readonly value: string
  readonly onChange: (value: string) => void
}

const isPosition = (text: string): boolean => /^\d+$/.test(text)

/** Chooses a past moment: by the clock in Shanghai, or by a position of the log. */
export function AsOf({ value, onChange }: AsOfProps) {
  const instant = value === '' || isPosition(value) ? null : Date.parse(value)
  return (
    <fieldset class="as-of">
      <legend class="sr-only">{t('历史时点', 'As of')}</legend>
      <Field label={t('当时（上海时间）', 'As of (Shanghai)')}>
        <Typed
          type="datetime-local"
          value={instant === null || Number.isNaN(instant) ? '' : toField(instant)}
          onChange={(text) => {
            const chosen = fromField(text)
            onChange(chosen === null ? '' : isoInShanghai(chosen))
          }}
        />
      </Field>
      <Field label={t('或日志位置', 'or log position')}>
        <Typed value={isPosition(value) ? value : ''} placeholder="12345" onChange={(text) => onChange(isPosition(text) ? text : '')} />
      </Field>
      {value !== '' && (
        <button type="button" class="button" onClick={() => onChange('')}>
          {t('回到现在', 'Back to now')}
        </button>
      )}
    </fieldset>
  )
}
