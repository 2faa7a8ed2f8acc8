import { connect, type NetConnectOpts } from "node:net";
import { join } from "node:path";

/** What a window can be shown on: `x11`, `wayland`, the system's own, or nothing. */
export type Display = "x11" | "wayland" | "native" | undefined;

/** Looks for a display that answers; only on Linux can there be none. */
export async function findDisplay(): Promise<Display> {
  if (process.platform !== "linux") return "native";
  const x11 = process.env["DISPLAY"];
  if (x11 !== undefined && x11 !== "") {
    for (const address of x11Addresses(x11)) if (await answers(address)) return "x11";
  }
  const wayland = process.env["WAYLAND_DISPLAY"];
  if (wayland !== undefined && wayland !== "") {
    const folder = process.env["XDG_RUNTIME_DIR"] ?? "/run/user";
    const path = wayland.startsWith("/") ? wayland : join(folder, wayland);
    if (await answers({ path })) return "wayland";
  }
  return undefined;
}

/** Where the X server of a DISPLAY such as `:0` or `localhost:10.0` listens. */
function x11Addresses(display: string): NetConnectOpts[] {
  const match = /^(?:unix)?(.*):(\d+)(?:\.\d+)?$/.exec(display);
  if (match === null) return [];
  const [, host = "", number = ""] = match;
  if (host !== "") return [{ host, port: 6000 + Number(number) }];
  const path = `/tmp/.X11-unix/X${number}`;
  return [{ path }, { path: `\0${path}` }];
}

async function answers(address: NetConnectOpts): Promise<boolean> {
  const socket = connect(address);
  socket.setTimeout(2000);
  const answered = await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("timeout", () => resolve(false));
  });
  socket.destroy();
  return answered;
}
