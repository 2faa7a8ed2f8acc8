import type { Client } from "../shared/client.ts";
import { createClient } from "../shared/client.ts";
import type { CasemateContract } from "../shared/contract.ts";
import { contract } from "../shared/contract.ts";
import type { Bridge } from "../shared/bridge.ts";
import type { Event } from "../shared/operation.ts";
import { event, reply } from "../shared/operation.ts";

declare global {
  interface Window {
    /** Put there by the preload script under {@link bridgeName}: the only way out of the window. */
    readonly casemate: Bridge<File>;
  }
}

const bridge = window.casemate;

/** Listens to progress, changes and menu commands until the returned function is called. */
export function subscribe(listener: (event: Event) => void): () => void {
  return bridge.subscribe((message) => listener(event.parse(message)));
}

/** The application behind the window. */
export const workbench: Client<CasemateContract> = createClient(contract, {
  send: async (call) => reply.parse(JSON.parse(await bridge.send(call))),
  subscribe,
  nextCallId: () => crypto.randomUUID(),
});

/** Paths of files that were dropped on the window. */
export async function pathsOf(files: readonly File[]): Promise<string[]> {
  const paths = await Promise.all(files.map((file) => bridge.pathOf(file)));
  return paths.filter((path) => path !== "");
}
