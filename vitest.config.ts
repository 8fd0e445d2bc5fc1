import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders and files of tests that take from some 15 seconds on. */
const long = [
  ...[
    "test/allocation/",
    "test/docs/snippets",
    "test/workers/workers",
    "test/cli/main",
    "test/workers/browser",
  ],
  ...[
    "test/package/package",
    "test/engines/",
    "test/go/match/play-match",
    "test/go/reinforcement/engine-games",
  ],
  ...["test/benchmarks/returns", "test/algorithms/a2c-gradient", "test/mdp/algorithms"],
];

/**
 * Begins with the tests that take long. Without the durations of an earlier run, as on a fresh clone, Vitest begins with the
 * largest files, and those of these which are small would come last, each on one core while the other has nothing to do.
 */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => long.some((path) => moduleId.includes(path));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

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
    hookTimeout: 120_000,
    // On two cores Vitest would leave one of them idle.
    maxWorkers: "100%",
    // Tests that run at the same time start processes and wait for them.
    maxConcurrency: 2,
    // Modules are loaded once by each process, not by each file, which would take more time than most tests do. A test that
    // changes what the process has, such as its directory, puts it back.
    isolate: false,
    sequence: { sequencer: LongFirst },
    typecheck: {
      enabled: true,
      include: ["test/**/*.test-d.ts"],
      // The checker reads no more than these tests do: `npm run check:types` checks all.
      tsconfig: "tsconfig.type-tests.json",
      checker: new URL("node_modules/typescript-native/bin/tsc", import.meta.url).pathname,
    },
  },
});
