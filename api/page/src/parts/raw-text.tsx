/** Text as it is, in a box that scrolls, with the keyboard too. */
export const RawText = ({ children }: { children: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
  <pre class="raw-data" tabIndex={0}>
    {children}
  </pre>
)
