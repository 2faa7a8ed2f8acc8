import "./content-policy.ts";
import "./ui/styles.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { applyScheme } from "./ui/ThemeProvider.tsx";
import { queryClient } from "./use-operation.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element.");

applyScheme("system");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
