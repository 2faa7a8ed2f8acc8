import "./About.css";
import { useOperation } from "../use-operation.ts";
import { Facts } from "../ui/Page.tsx";

/** What this program is, where its data lies, and the notices that go with catalogue content. */
export function About({ withNotices }: { readonly withNotices: boolean }) {
  const about = useOperation("shell", "about", {});
  const notice = useOperation("catalogue", "notice", {}, { enabled: withNotices });
  return (
    <div className="about">
      <p>
        Casemate answers which adversaries matter, what of theirs you would see, and what to build
        next, where there is no network. Files come in, files go out, and nothing else leaves this
        machine.
      </p>
      {about.data !== undefined && (
        <Facts
          facts={[
            { word: "Version", value: about.data.version },
            {
              word: "Runs on",
              value: `Electron ${about.data.electron}, Chromium ${about.data.chromium}, Node ${about.data.node}`,
            },
            {
              word: "Preferences in",
              value: <span className="mono">{about.data.dataFolder}</span>,
            },
          ]}
        />
      )}
      {notice.data !== undefined && (
        <>
          <section>
            <h3>ATT&amp;CK</h3>
            <p className="about-notice">{notice.data.attack}</p>
          </section>
          <section>
            <h3>Sectors, countries and motives</h3>
            <p className="about-notice">{notice.data.misp}</p>
          </section>
        </>
      )}
    </div>
  );
}
