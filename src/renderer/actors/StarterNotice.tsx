import { Button } from "@mantine/core";
import type { Assessment } from "../../shared/model/assessment.ts";
import { useApp } from "../app/app-state.ts";
import { Notice } from "../ui/ErrorNotice.tsx";
import { useOperation } from "../use-operation.ts";

/**
 * Says once on a screen that the assessment rests on the starter catalogue, and what brings the
 * texts. Nothing where every release of the assessment has its descriptions.
 */
export function StarterNotice({ assessment }: { readonly assessment: Assessment | undefined }) {
  const { importCatalogue } = useApp();
  const releases = useOperation("catalogue", "list", {});
  const bare = releases.data?.filter(
    (release) =>
      !release.hasDescriptions &&
      assessment?.scope.releases.some(
        ({ domain, version }) => domain === release.domain && version === release.version,
      ) === true,
  );
  if (bare === undefined || bare.length === 0) return null;
  const names = bare.map(({ domain, version }) => `${domain} ${version}`).join(", ");
  return (
    <Notice
      tone="info"
      actions={
        <Button size="xs" onClick={importCatalogue}>
          Import ATT&CK bundle
        </Button>
      }
    >
      {bare.every(({ authenticity }) => authenticity === "starter")
        ? `${names}, starter: facts only. Descriptions and procedure texts come with the official bundle.`
        : `${names} holds no descriptions. They come with the official bundle.`}
    </Notice>
  );
}
