/**
 * The floors of the house: a folder imports only from folders on floors below it.
 * Ground (0): math, text, state, random, graph, backends, team. Then distributions, networks, optimizers (1), …, cli (7).
 */
const floors = [
  ["math", "text", "state", "random", "graph", "backends", "team"],
  ["distributions", "networks", "optimizers"],
  ["policies", "inference", "estimators", "mdp", "environments"],
  ["experience"],
  ["learning"],
  ["algorithms", "go"],
  ["training", "cluster"],
  ["cli"],
];

const noImportsFromAbove = floors.flatMap((folders, floor) => {
  const above = floors.slice(floor + 1).flat();
  return above.length === 0
    ? []
    : [
        {
          name: `floor-${floor}-imports-only-from-below`,
          severity: "error",
          from: { path: `^src/(${folders.join("|")})/` },
          to: { path: `^src/(${above.join("|")})/` },
        },
      ];
});

module.exports = {
  forbidden: [
    ...noImportsFromAbove,
    { name: "no-circular-imports", severity: "error", from: {}, to: { circular: true } },
    {
      name: "node-only-from-training-up",
      comment: "Everything below src/training/ runs in a browser tab too.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(training|cli|cluster)/" },
      to: { dependencyTypes: ["core"], dependencyTypesNot: ["type-import"] },
    },
    {
      name: "no-development-dependencies",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    { name: "no-unresolved-imports", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  },
};
