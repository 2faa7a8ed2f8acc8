import { Menu } from "@mantine/core";
import type { Release } from "../../shared/model/catalogue.ts";
import { useApp } from "../app/app-state.ts";

/** Says what the release lacks, and what brings it. */
export function StarterLabel({ release }: { readonly release: Release }) {
  const { importCatalogue } = useApp();
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className="coverage-starter">
          {release.authenticity === "starter" ? "Starter: facts only" : "No descriptions"}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="coverage-starter-note">
          {release.domain} {release.version} holds no descriptions and no procedure texts. They come
          with the official bundle.
        </div>
        <Menu.Item onClick={importCatalogue}>Import ATT&CK bundle…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
