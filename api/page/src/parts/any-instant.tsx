import { fromField, isoInShanghai, toField } from '../format/time.ts'
import { Typed } from './form.tsx'

/** A date and time in Shanghai; kept as an instant with its offset, so that a link means the same everywhere. */
export function AnyInstant({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const instant = value === '' ? Number.NaN : Date.parse(value)
  return (
    <Typed
      type="datetime-local"
      value={Number.isNaN(instant) ? '' : toField(instant)}
      onChange={(text) => {
        const chosen = fromField(text)
        onChange(chosen === null ? '' : isoInShanghai(chosen))
      }}
    />
  )
}
