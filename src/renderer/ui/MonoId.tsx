import "./MonoId.css";

/** An ATT&CK ID, GUID or hash: mono and muted. */
export function MonoId({ children }: { readonly children: string }) {
  return <span className="mono-id">{children}</span>;
}

/** A key to press, such as "Ctrl K". */
export function KeyHint({ children }: { readonly children: string }) {
  return <kbd className="key-hint">{children}</kbd>;
}

/** The name of a technique as it stands outside the matrix: "Acquire Infrastructure: Domains". */
export function techniqueName(technique: {
  readonly name: string;
  readonly parentName: string | null;
}): string {
  return technique.parentName === null
    ? technique.name
    : `${technique.parentName}: ${technique.name}`;
}

/** A technique in a line of text or a cell of a table: the parent's name stays quieter. */
export function TechniqueName({
  name,
  parentName,
}: {
  readonly name: string;
  readonly parentName: string | null;
}) {
  return (
    <span className="technique-name">
      {parentName !== null && <span className="technique-parent">{parentName}: </span>}
      <span className="technique-own">{name}</span>
    </span>
  );
}
