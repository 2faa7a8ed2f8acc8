import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findDisplay } from "../../scripts/runtime/display.ts";

afterEach(() => vi.unstubAllEnvs());

const listen = async (server: Server, where: string | number): Promise<AddressInfo | string> => {
  if (typeof where === "string") server.listen(where);
  else server.listen(where, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null) throw new Error("not listening");
  return address;
};

describe.skipIf(process.platform !== "linux")("a display", () => {
  test("is not there where nothing is named", async () => {
    vi.stubEnv("DISPLAY", "");
    vi.stubEnv("WAYLAND_DISPLAY", "");
    expect(await findDisplay()).toBeUndefined();
  });

  test("is not there where what is named does not answer", async () => {
    vi.stubEnv("DISPLAY", ":4711");
    vi.stubEnv("WAYLAND_DISPLAY", "wayland-none");
    expect(await findDisplay()).toBeUndefined();
  });

  test("is there where it answers", async () => {
    const folder = mkdtempSync(join(tmpdir(), "casemate-display-"));
    const server = createServer();
    await listen(server, join(folder, "wayland-7"));
    vi.stubEnv("DISPLAY", "");
    vi.stubEnv("WAYLAND_DISPLAY", "wayland-7");
    vi.stubEnv("XDG_RUNTIME_DIR", folder);
    expect(await findDisplay()).toBe("wayland");
    server.close();
    rmSync(folder, { recursive: true });
  });

  test("may be forwarded from another machine", async () => {
    const server = createServer();
    const address = await listen(server, 6000 + 1234);
    expect(address).toMatchObject({ port: 7234 });
    vi.stubEnv("DISPLAY", "127.0.0.1:1234.0");
    vi.stubEnv("WAYLAND_DISPLAY", "");
    expect(await findDisplay()).toBe("x11");
    server.close();
  });
});
