// The boundaries of docs/structure.md, as rules. `npm run boundaries` fails when one is crossed.
const SUBGRAPH = "^subgraphs/(allocataires|offre-insertion|rendez-vous|indicateurs|echanges)/";
// A rule or a use case carries no role suffix; these names carry one.
const ROLE = "\\.(graphql|repository|client|ref|table)\\.ts$";

module.exports = {
  forbidden: [
    { name: "pas-de-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "les-sous-graphes-ne-se-rencontrent-que-dans-le-graphe",
      severity: "error",
      from: { path: SUBGRAPH },
      to: { path: "^subgraphs/([^/]+)/", pathNot: ["^subgraphs/$1/", "^subgraphs/shared/"] },
    },
    {
      name: "shared-ne-connait-aucun-sous-graphe",
      severity: "error",
      from: { path: "^subgraphs/shared/" },
      to: { path: [SUBGRAPH, "^gateway/", "^hub/"] },
    },
    {
      name: "la-passerelle-ne-voit-que-le-contrat",
      severity: "error",
      from: { path: "^gateway/" },
      to: { path: [SUBGRAPH, "^hub/", "^migrations/", "node_modules/(typeorm|pg|pg-copy-streams)/"] },
    },
    {
      name: "le-stockage-ignore-le-transport",
      severity: "error",
      from: { path: "\\.(repository|table)\\.ts$" },
      to: { path: ["\\.graphql\\.ts$", "node_modules/type-graphql/"] },
    },
    {
      name: "les-regles-sont-pures",
      severity: "error",
      from: {
        path: SUBGRAPH,
        pathNot: [ROLE, "/(contexte|sous-graphe|index|import-|rejouer-|webhook|route-|projection|sequence|executer-|charger-)[^/]*\\.ts$"],
      },
      to: {
        path: ["node_modules/(typeorm|pg|pg-copy-streams|type-graphql|graphql)/", "\\.graphql\\.ts$", "\\.repository\\.ts$"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      // Written from the reference, apart from the client: two readings of the same text check each other.
      name: "le-simulateur-de-france-travail-ignore-le-hub",
      severity: "error",
      from: { path: "^simulation/france-travail/" },
      to: { path: ["^(hub|gateway|migrations)/", "^subgraphs/"], pathNot: "^subgraphs/shared/(clock|project-folder)\\.ts$" },
    },
    {
      name: "la-production-n-importe-pas-les-tests",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
    {
      // bench/confiance/ builds a hub without rights, journal, quota or gate, to say what they cost: nothing of the hub reaches it.
      name: "la-production-n-importe-pas-le-banc",
      severity: "error",
      from: { pathNot: "^(test|bench)/" },
      to: { path: "^bench/" },
    },
    {
      name: "seul-le-banc-se-passe-de-la-confiance",
      severity: "error",
      from: { pathNot: "^bench/" },
      to: { path: "^bench/confiance/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    parser: "swc",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"] },
  },
};
