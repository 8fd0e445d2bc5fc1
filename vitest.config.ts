import { defineConfig } from "vitest/config";

const source = new URL("src/", import.meta.url).pathname;

export default defineConfig({
  resolve: {
    // The examples import the package by its name, as its users do.
    alias: [
      { find: /^logpi$/, replacement: `${source}index.ts` },
      { find: /^logpi\/(.*)$/, replacement: `${source}$1/index.ts` },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    // On two cores Vitest would leave one of them idle.
    maxWorkers: "100%",
    // Modules are loaded once by each process, not by each file, which would take more time than most tests do. A test that
    // changes what the process has, such as its directory, puts it back.
    isolate: false,
    typecheck: {
      enabled: true,
      include: ["test/**/*.test-d.ts"],
      checker: new URL("node_modules/typescript-native/bin/tsc", import.meta.url).pathname,
    },
  },
});
