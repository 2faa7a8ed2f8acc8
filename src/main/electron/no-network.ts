import { app, type Session, type WebContents } from "electron";
import { buildFlavour } from "./build-flavour.ts";
import { scheme } from "./app-protocol.ts";

/*
 * These locks keep the application off every network. Each closes a way that the others leave open,
 * found by sniffing: a stock window asks for a spelling dictionary whatever its preferences say, a
 * call set-up (STUN) to a bare address passes every filter of requests, and the names that hide
 * local addresses in such a set-up are announced to the local network (multicast DNS).
 */

/** No name has an address, and none is announced. Before the application is ready. */
export function nameNothing(): void {
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ^NOTFOUND");
  app.commandLine.appendSwitch("disable-features", "WebRtcHideLocalIpsWithMdns");
}

/** No dictionary is fetched, and no request but for our own files is let out. Before a window. */
export function closeSession(session: Session): void {
  session.setSpellCheckerLanguages([]);
  session.webRequest.onBeforeRequest((request, answer) => {
    answer({ cancel: !isOurs(request.url) });
  });
}

/** No peer connection finds a way out. On every page there is. */
export function closeWebContents(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
}

function isOurs(url: string): boolean {
  const { protocol } = new URL(url);
  if (protocol === `${scheme}:`) return true;
  return buildFlavour === "development" && protocol === "devtools:";
}
