import type { TechniqueInspection } from "../../shared/model/coverage.ts";
import { MonoId } from "../ui/MonoId.tsx";
import { Badge } from "../ui/Tag.tsx";

type ShownSource = TechniqueInspection["strategies"][number]["logSources"][number];

/** What is collected stands before what is missing, each in the catalogue's order. */
function collectedFirst(a: ShownSource, b: ShownSource): number {
  return Number(b.collected === true) - Number(a.collected === true);
}

/** Detection strategies or data components with the log sources that their analytics name. */
export function LogSources({
  strategies,
}: {
  readonly strategies: TechniqueInspection["strategies"];
}) {
  return strategies.map((strategy) => (
    <div key={strategy.id ?? strategy.name} className="inspector-item">
      <div className="inspector-item-head">
        <span>{strategy.name}</span>
        {strategy.id !== null && <MonoId>{strategy.id}</MonoId>}
      </div>
      {strategy.logSources.length === 0 ? (
        <p className="muted">It names no log source.</p>
      ) : (
        <table className="inspector-log-sources">
          <thead>
            <tr>
              <th scope="col">Analytic</th>
              <th scope="col">Log source</th>
              <th scope="col">Platforms</th>
            </tr>
          </thead>
          <tbody>
            {[...strategy.logSources].sort(collectedFirst).map((source, index) => (
              <tr key={index}>
                <td>{source.analytic !== null && <MonoId>{source.analytic}</MonoId>}</td>
                <td>
                  {source.name}
                  {source.channel !== null && <div className="muted">{source.channel}</div>}
                  {source.dataComponent !== null && (
                    <div className="faint">{source.dataComponent}</div>
                  )}
                  {source.collected !== null && (
                    <div title={source.collectedAs.join("; ") || undefined}>
                      <Badge tone={source.collected ? "ok" : "warning"}>
                        {source.collected ? "Collected" : "Missing"}
                      </Badge>
                      {source.collected && (
                        <span className="muted"> {source.collectedAs.slice(0, 2).join("; ")}</span>
                      )}
                    </div>
                  )}
                </td>
                <td className="muted">{source.platforms.join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  ));
}
