/** Casemate's sign: a matrix with some of its cells lit; decorative. */
export function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5" fill="var(--accent)" />
      <g fill="var(--on-accent)">
        <rect x="4" y="4" width="3.4" height="3.4" rx=".9" />
        <rect x="8.3" y="4" width="3.4" height="3.4" rx=".9" />
        <rect x="12.6" y="4" width="3.4" height="3.4" rx=".9" opacity=".35" />
        <rect x="4" y="8.3" width="3.4" height="3.4" rx=".9" />
        <rect x="8.3" y="8.3" width="3.4" height="3.4" rx=".9" opacity=".35" />
        <rect x="12.6" y="8.3" width="3.4" height="3.4" rx=".9" />
        <rect x="4" y="12.6" width="3.4" height="3.4" rx=".9" opacity=".35" />
        <rect x="8.3" y="12.6" width="3.4" height="3.4" rx=".9" />
      </g>
    </svg>
  );
}
