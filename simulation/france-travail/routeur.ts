import type { Api, Operation } from "./operation";

export interface Route {
  api: Api;
  operation: Operation;
  chemin: Record<string, string>;
}
/** Finds who answers. `methodes`: the path exists, with other verbs. */
export type Routeur = (methode: string, chemin: string) => Route | { methodes: string[] } | null;

export function routeurDe(apis: Api[]): Routeur {
  const routes = apis.flatMap((api) =>
    api.operations.map((operation) => ({
      api,
      operation,
      motif: new RegExp(`^${(api.base + operation.chemin).replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    })),
  );
  return (methode, chemin) => {
    const trouvees = routes.filter((route) => route.motif.test(chemin));
    const route = trouvees.find(({ operation }) => operation.methode === methode);
    if (route) return { ...route, chemin: decoder(route.motif.exec(chemin)?.groups ?? {}) };
    return trouvees.length > 0 ? { methodes: trouvees.map(({ operation }) => operation.methode) } : null;
  };
}

const decoder = (groupes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(groupes).map(([nom, valeur]) => [nom, decodeURIComponent(valeur)]));
