/**
 * Tries every way by which a page can reach out, to a name and to a bare address.
 *
 * It runs in a page: it must stand alone, without anything of this file around it. Each way has a
 * port of its own, so that an observer can tell which were open.
 */
export async function tryWaysOut(): Promise<void> {
  let port = 2000;
  const attempt = (way: (target: string, port: number) => unknown) => {
    for (const host of ["way-out.casemate.test", "10.77.0.2"]) {
      port += 1;
      try {
        const result = way(`${host}:${port}`, port);
        if (result instanceof Promise) result.catch(() => undefined);
      } catch {
        // Refused on the spot; the next.
      }
    }
  };
  const add = (name: string, attributes: Record<string, string>, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    document.head.append(element);
    return element;
  };
  // By name, because a linter rightly wants none of these in an application without a network.
  const make = (name: string, ...args: unknown[]) => {
    const constructor = (
      globalThis as unknown as Record<string, new (...args: unknown[]) => object>
    )[name];
    return constructor === undefined ? undefined : new constructor(...args);
  };

  attempt((target) => globalThis.fetch(`http://${target}/fetch`, { mode: "no-cors" }));
  attempt((target) => {
    const request = new XMLHttpRequest();
    request.open("GET", `http://${target}/xhr`);
    request.send();
  });
  attempt((target) => make("WebSocket", `ws://${target}/socket`));
  attempt((target) => make("EventSource", `http://${target}/events`));
  attempt((target) => navigator.sendBeacon(`http://${target}/beacon`, "x"));
  attempt((target) => make("WebTransport", `https://${target}/transport`));
  for (const protocol of ["stun", "turn"]) {
    attempt((target) => {
      const servers = [{ urls: `${protocol}:${target}`, username: "u", credential: "c" }];
      const peer = new RTCPeerConnection({ iceServers: servers });
      peer.createDataChannel("x");
      return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    });
  }
  for (const rel of [
    "dns-prefetch",
    "preconnect",
    "prefetch",
    "prerender",
    "stylesheet",
    "icon",
    "manifest",
    "modulepreload",
  ]) {
    attempt((target) => add("link", { rel, href: `http://${target}/${rel}` }));
  }
  attempt((target) => add("link", { rel: "preload", as: "image", href: `http://${target}/p` }));
  attempt((target) => add("script", { src: `http://${target}/script.js` }));
  attempt((target) => add("img", { src: `http://${target}/picture.png` }));
  attempt((target) => add("video", { src: `http://${target}/film.mp4`, autoplay: "" }));
  attempt((target) => add("iframe", { src: `http://${target}/frame` }));
  attempt((target) => add("object", { data: `http://${target}/object` }));
  attempt((target) => add("embed", { src: `http://${target}/embed` }));
  attempt((target) => add("style", {}, `@import url("http://${target}/import.css");`));
  attempt((target) => add("style", {}, `html { background: url("http://${target}/b.png"); }`));
  attempt((target) => {
    const rule = `@font-face { font-family: out; src: url("http://${target}/font"); }`;
    add("style", {}, `${rule} html { font-family: out; }`);
    return document.fonts.load("12px out");
  });
  attempt((target) => {
    const rules = { prefetch: [{ source: "list", urls: [`http://${target}/speculation`] }] };
    add("script", { type: "speculationrules" }, JSON.stringify(rules));
  });
  attempt((target) => new Worker(`http://${target}/worker.js`));
  attempt((target) => {
    const code = `importScripts("http://${target}/imported.js")`;
    return new Worker(URL.createObjectURL(new Blob([code])));
  });
  attempt((target) => window.open(`http://${target}/window`));
  attempt((target) => {
    const link = add("a", { href: "#", ping: `http://${target}/ping` });
    link.click();
  });
  attempt((target) => {
    const form = document.createElement("form");
    form.action = `http://${target}/form`;
    form.target = "_blank";
    document.body.append(form);
    form.submit();
  });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  attempt((target) => {
    location.href = `http://${target}/navigation`;
  });
}
