export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" class="mark-ground" />
    <path d="M8 10h11M8 16h16M8 22h7" class="mark-lines" />
    <circle cx="23.5" cy="10" r="2" class="mark-dots" />
    <circle cx="19.5" cy="22" r="2" class="mark-dots" />
  </svg>
)
