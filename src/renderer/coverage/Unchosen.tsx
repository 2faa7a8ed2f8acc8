/** Says over the matrix what the mode lacks, and where to get it. */
export function Unchosen({
  text,
  onLayers,
}: {
  readonly text: string;
  readonly onLayers: (() => void) | undefined;
}) {
  return (
    <div className="coverage-unchosen" role="status">
      <span>{text}</span>
      {onLayers !== undefined && (
        <button type="button" className="toolbar-button" onClick={onLayers}>
          <b>Open layers</b>
        </button>
      )}
    </div>
  );
}
