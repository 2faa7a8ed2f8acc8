import { Tooltip } from "@mantine/core";
import type { Authenticity } from "../../shared/model/catalogue.ts";
import { Badge } from "../ui/Tag.tsx";
import { authenticityWords } from "./authenticity.ts";

/** How far a release can be trusted to be MITRE's, with the meaning as tooltip. */
export function AuthenticityBadge({ authenticity }: { readonly authenticity: Authenticity }) {
  const { word, tone, meaning } = authenticityWords[authenticity];
  return (
    <Tooltip label={meaning} multiline>
      <span>
        <Badge tone={tone}>{word}</Badge>
      </span>
    </Tooltip>
  );
}
