import { parse } from "graphql";
import { Hasard } from "../../simulation/hasard";
import { sousGraphe } from "../../subgraphs/offre-insertion/sous-graphe";
import { Database } from "../../subgraphs/shared/database";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { roleOf } from "../../subgraphs/shared/migrations";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { newOperation } from "../../subgraphs/shared/operation";
import { createSubgraph } from "../../subgraphs/shared/subgraph";
import { SECRETS } from "../hub";
import { JOUR_DU_CATALOGUE } from "./mesurer";
import { echantillon } from "./recherches";

/** Milliseconds of the answers of one kind of operation. */
export type Temps = Map<string, number[]>;

const APPELANT: Caller = {
  client: "banc",
  departement: "94",
  organisme: null,
  agent: null,
  scopes: new Set(),
  finalite: "ACCOMPAGNEMENT",
};
const LUE = "id nom type thematiques commune { nom } scoreQualite";
const PAR_CLE = parse(`query ($id: ID!) { offre(id: $id) { ${LUE} } }`);
const CHERCHER = parse(
  `query ($f: FiltreOffres, $t: TriOffres) { offres(filtre: $f, tri: $t) { edges { cursor pourquoi distanceKm node { ${LUE} } } pageInfo { hasNextPage } } }`,
);
const COMPTER = parse("query ($f: FiltreOffres, $t: TriOffres) { offres(filtre: $f, tri: $t, first: 1) { totalCount } }");
const valeurs = "{ valeur libelle nombre }";
const FACETTES = parse(
  `query ($f: FiltreOffres, $t: TriOffres) { offres(filtre: $f, tri: $t, first: 1) { facettes { thematiques ${valeurs} categories ${valeurs} publics ${valeurs} frais ${valeurs} types ${valeurs} } } }`,
);

export const LECTURE = "lecture par la clé";

/** Searches and primary-key reads of an offer in turn, through the subgraph, one at a time. Throws when an answer is in error: a speed would mean nothing. */
export async function mesurerRecherches(url: string, services: number, parGenre: number): Promise<{ pages: Temps; decomptes: Temps }> {
  const database = await Database.open(url, { role: roleOf(sousGraphe.schema), entities: sousGraphe.entities });
  const subgraph = createSubgraph(
    sousGraphe.name,
    await sousGraphe.build({ nirCipher: new NirCipher(SECRETS.NIR_KEY) }),
    database,
    createLog("silent", "banc"),
  );
  const now = () => new Date(`${JOUR_DU_CATALOGUE}T12:00:00Z`);
  const chrono = async (temps: Temps, genre: string, document: typeof PAR_CLE, variables: Record<string, unknown>) => {
    const debut = performance.now();
    const { errors } = await subgraph.execute({ document, variables, caller: APPELANT, operation: newOperation("banc"), now });
    const ms = performance.now() - debut;
    if (errors) throw errors[0]!;
    temps.set(genre, [...(temps.get(genre) ?? []), ms]);
  };
  const tour = async (nombre: number): Promise<{ pages: Temps; decomptes: Temps }> => {
    const [pages, decomptes]: [Temps, Temps] = [new Map(), new Map()];
    for (const [i, { genre, filtre, tri }] of echantillon(nombre).entries()) {
      const id = `banc--service-${new Hasard("cle", i).entier(1, services)}`;
      await chrono(pages, LECTURE, PAR_CLE, { id });
      await chrono(pages, genre, CHERCHER, { f: filtre, t: tri });
      if (i % 10 !== 0) continue;
      await chrono(decomptes, "nombre total", COMPTER, { f: filtre, t: tri });
      await chrono(decomptes, "facettes", FACETTES, { f: filtre, t: tri });
    }
    return { pages, decomptes };
  };
  try {
    await tour(Math.max(3, Math.ceil(parGenre / 10)));
    return await tour(parGenre);
  } finally {
    await database.close();
  }
}
