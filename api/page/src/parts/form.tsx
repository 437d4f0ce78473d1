import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** A label around its control. */
export const Field = ({ label, children, size }: { label: string; children: ComponentChildren; size?: 'wide' | 'time' }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
  <label class={size === undefined ? 'field' : `field field-${size}`}>
    <span class="field-label">{label}</span>
    {children}
  </label>
)

export interface Option {
  readonly value: string
  readonly label: string
}

interface SelectProps {
  readonly value: string
  readonly options: readonly Option[]
  /** What the empty choice is called. */
  readonly any?: string
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
}

export const Select = ({ value, options, any, onChange, disabled = false }: SelectProps) => (
  <select
    class={value === '' ? 'control' : 'control control-set'}
    value={value}
    disabled={disabled}
    onChange={(event) => onChange(event.currentTarget.value)}
  >
    {any !== undefined && <option value="">{any}</option>}
    {value !== '' && !options.some((option) => option.value === value) && <option value={value}>{value}</option>}
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
)

interface TypedProps {
  readonly value: string
  /** Said when typing rests, on Enter and on leaving: not on every letter. */
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly list?: string
  readonly type?: 'search' | 'text' | 'datetime-local'
  readonly disabled?: boolean
}

const restsAfterMs = 350

export function Typed({ value, onChange, placeholder, list, type = 'search', disabled = false }: TypedProps) {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => setText(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const say = (next: string): void => {
    clearTimeout(timer.current)
    if (next.trim() !== value) onChange(next.trim())
  }
  return (
    <input
      class={value === '' ? 'control' : 'control control-set'}
      type={type}
      step={type === 'datetime-local' ? 1 : undefined}
      value={text}
      placeholder={placeholder}
      list={list}
      disabled={disabled}
      autoComplete="off"
      spellcheck={false}
      onInput={(event) => {
        const next = event.currentTarget.value
        setText(next)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => say(next), restsAfterMs)
      }}
      onBlur={(event) => say(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') say(event.currentTarget.value)
      }}
    />
  )
}
