/**
 * The floors of the house, from the ground up: a folder imports only from folders on floors below it, and beside it only
 * where `siblings` says so.
 */
const floors = [
  ["math", "text", "state", "random", "workers", "files"],
  ["graph"],
  ["compiler"],
  ["backends", "distributions", "networks", "optimizers"],
  ["policies", "inference", "estimators", "mdp", "games", "environments", "rendering"],
  ["experience"],
  ["learning"],
  ["algorithms"],
  ["go"],
  ["runs", "cluster"],
  ["cli"],
];

/** Which folders import from others on their floor. */
const siblings = {
  random: ["math", "text"],
  state: ["files"],
  files: ["text", "workers"],
  distributions: ["backends"],
  policies: ["environments"],
  inference: ["environments", "policies"],
  environments: ["games"],
  mdp: ["environments"],
  rendering: ["environments"],
};

const forbiddenImports = floors.flatMap((folders, floor) =>
  folders.map((folder) => {
    const allowed = [folder, ...(siblings[folder] ?? []), ...floors.slice(0, floor).flat()];
    return {
      name: `${folder}-imports-only-from-below`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: { path: "^src/[^/]+/", pathNot: `^src/(${allowed.join("|")})/` },
    };
  }),
);

module.exports = {
  forbidden: [
    ...forbiddenImports,
    { name: "no-circular-imports", severity: "error", from: {}, to: { circular: true } },
    {
      name: "node-only-from-runs-up",
      comment: "Everything below src/runs/ runs in a browser tab too.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(runs|cli|cluster)/" },
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
