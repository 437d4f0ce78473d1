import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../language/language.ts'

/** A sheet from the side, above the page; closes by its button, Escape, or a press beside it. */
export function Drawer({ title, onClose, children }: { title: ComponentChildren; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the dialog closes on Escape by itself
    <dialog
      ref={dialog}
      class="drawer"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div class="drawer-sheet">
        <header class="drawer-head">
          <h2>{title}</h2>
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t('关闭', 'Close')}
          </button>
        </header>
        <div class="drawer-body">{children}</div>
      </div>
    </dialog>
  )
}
