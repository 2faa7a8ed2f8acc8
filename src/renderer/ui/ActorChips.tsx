import "./ActorChips.css";

/** A chosen actor as a chip names it: `short` is its shortest unique form. */
export interface ChipActor {
  readonly id: string;
  readonly name: string;
  readonly short: string;
}

/** One chip for each chosen actor, filled for those in `using`. */
export function ActorChips({
  actors,
  using,
}: {
  readonly actors: readonly ChipActor[];
  readonly using: readonly string[];
}) {
  const names = actors.filter((actor) => using.includes(actor.id)).map((actor) => actor.name);
  const label = names.length === 0 ? "No chosen actor" : names.join(", ");
  return (
    <span className="actor-chips" role="img" aria-label={label} title={label}>
      {actors.map((actor) => (
        <span key={actor.id} className="actor-chip" data-using={using.includes(actor.id)}>
          {actor.short}
        </span>
      ))}
    </span>
  );
}

/** What the chips stand for, for the foot of a table. */
export function ActorChipsLegend({ actors }: { readonly actors: readonly ChipActor[] }) {
  return (
    <span className="actor-chips-legend">
      {actors.map((actor) => (
        <span key={actor.id}>
          <span className="actor-chip" data-using="true">
            {actor.short}
          </span>
          {actor.name}
        </span>
      ))}
    </span>
  );
}

/** "used by 2 of 3": a dot for each chosen actor, filled for those that use it; decorative. */
export function DemandDots({ count, of }: { readonly count: number; readonly of: number }) {
  return (
    <span className="demand-dots" aria-hidden="true">
      {Array.from({ length: of }, (_, index) => (
        <i key={index} data-using={index < count} />
      ))}
    </span>
  );
}
