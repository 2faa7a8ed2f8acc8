import { useEffect, useState } from "react";
import type { ReportLogo } from "../../shared/model/report-document.ts";
import { workbench } from "../workbench.ts";

/** A logo as an image: whatever an SVG file holds, nothing of it runs and nothing is fetched. */
export function LogoImage({ logo }: { readonly logo: ReportLogo }) {
  const [shown, setShown] = useState<{ readonly logo: ReportLogo; readonly address: string }>();
  const [broken, setBroken] = useState<ReportLogo>();
  useEffect(() => {
    let isCurrent = true;
    void workbench.shell.showLogo({ logo }).then((address) => {
      if (isCurrent) setShown({ logo, address });
    });
    return () => {
      isCurrent = false;
    };
  }, [logo]);
  if (broken === logo) return <p className="muted">This logo cannot be drawn.</p>;
  return shown === undefined ? null : (
    <img
      className="logo-image"
      src={shown.address}
      alt="Logo"
      onError={() => setBroken(shown.logo)}
    />
  );
}
