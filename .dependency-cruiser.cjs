// A room of src/ imports itself, model/ and text/; only app/ imports the other rooms, cli/ imports app/, main.ts imports cli/.
const room = (name) => `^src/${name}/`;

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "A cycle means two concepts live in each other's files.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "rooms-stay-apart",
      comment: "A room imports itself, model/ and text/ only; app/ puts rooms together.",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: "^src/(app|cli)/|\\.(docker|long)\\.test\\.ts$" },
      to: { path: "^src/", pathNot: "^src/($1|model|text)/" },
    },
    {
      name: "model-imports-nothing-of-ours",
      severity: "error",
      from: { path: room("model") },
      to: { path: "^src/", pathNot: room("model") },
    },
    {
      name: "cli-to-app-only",
      comment: "cli/ turns words into use cases: it sees app/, model/ and text/.",
      severity: "error",
      from: { path: room("cli") },
      to: { path: "^src/", pathNot: "^src/(cli|app|model|text)/" },
    },
    {
      name: "app-never-imports-cli",
      severity: "error",
      from: { path: room("app") },
      to: { path: "^src/(cli/|main\\.ts)" },
    },
    {
      name: "main-to-cli-only",
      severity: "error",
      from: { path: "^src/main\\.ts$" },
      to: { path: "^src/", pathNot: "^src/(cli|model)/" },
    },
    {
      name: "drivers-only-in-docker",
      comment: "dockerode and execa are the docker room's; everything else speaks through ports.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/docker/|\\.test\\.ts$" },
      to: { path: "node_modules/(dockerode|execa)/" },
    },
    {
      name: "pure-rooms-do-no-io",
      comment: "model, plan, measure, verdict, compare and report are values in, values out.",
      severity: "error",
      from: { path: "^src/(model|text|plan|measure|verdict|compare|report)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(node:)?(fs|fs/promises|child_process|net|http|https|dgram|cluster|worker_threads|readline)$" },
    },
    {
      name: "sample-app-apart",
      severity: "error",
      from: { path: "^(src|sample-app)/" },
      to: { path: "^(src|sample-app)/", pathNot: "^$1/" },
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
