import type { TechniqueInspection } from "../../shared/model/coverage.ts";
import { MonoId } from "../ui/MonoId.tsx";

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
            {strategy.logSources.map((source, index) => (
              <tr key={index}>
                <td>{source.analytic !== null && <MonoId>{source.analytic}</MonoId>}</td>
                <td>
                  {source.name}
                  {source.channel !== null && <div className="muted">{source.channel}</div>}
                  {source.dataComponent !== null && (
                    <div className="faint">{source.dataComponent}</div>
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
