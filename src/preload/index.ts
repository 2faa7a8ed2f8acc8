import { contextBridge, ipcRenderer, webUtils } from "electron";
import { bridgeName, channels, dropOperation, type Bridge } from "../shared/bridge.ts";
import type { Call, Event } from "../shared/operation.ts";

// What crosses is typed by the compiler here and checked by schema on the other side.
const invoke = (call: Call) => ipcRenderer.invoke(channels.send, call) as Promise<string>;

const bridge: Bridge<File> = {
  send: async (call) => {
    // Only a real drop says where a file is: see pathOf.
    if (call.operation === dropOperation) throw new Error("Not an operation of the window.");
    return invoke(call);
  },
  subscribe: (listener) => {
    const receive = (_: unknown, event: Event) => listener(event);
    ipcRenderer.on(channels.event, receive);
    return () => {
      ipcRenderer.off(channels.event, receive);
    };
  },
  pathOf: async (file) => {
    const path = webUtils.getPathForFile(file);
    if (path !== "") await invoke({ callId: "", operation: dropOperation, input: { path } });
    return path;
  },
};

contextBridge.exposeInMainWorld(bridgeName, bridge);
