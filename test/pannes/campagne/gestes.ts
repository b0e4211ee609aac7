import type pg from "pg";
import { enteteSignature } from "../../../subgraphs/rendez-vous/signature-webhook";
import { SECRETS_DES_ESSAIS } from "../../e2e/hub-de-test";
import { rdv, USAGERS } from "../../rendez-vous/messages";
import { PEOPLE } from "../../setup/fixtures";

/** How a kind of act is made, known as acknowledged, and found again in the base by its own mark. */
export interface Nature {
  nom: string;
  /** Acts of this kind in a hundred. */
  part: number;
  /** Fact by mark, with how often it is there. */
  faits: string;
  /** Event by mark, when one fact makes one event. */
  evenements: string | null;
  requete(rang: number, cle: string): { chemin: string; client: string | null; entetes: Record<string, string>; corps: string };
  /** True when the answer says that it is kept. Throws for what no outage explains. */
  acquitte(status: number, corps: any): boolean;
}

const GENS = [PEOPLE.amina, PEOPLE.bruno, PEOPLE.chantal, PEOPLE.driss];
const JOUR_MS = 86_400_000;
const jour = (rang: number) => new Date(Date.UTC(2025, 0, 1) + (rang % 600) * JOUR_MS).toISOString().slice(0, 10);

const graphql = (client: string, query: string, variables: (rang: number, cle: string) => Record<string, unknown>, reussi: string) => ({
  requete: (rang: number, cle: string) => ({
    chemin: "/graphql",
    client,
    entetes: {},
    corps: JSON.stringify({ query, variables: { ...variables(rang, cle), cle } }),
  }),
  acquitte: (status: number, corps: any) => {
    if (status !== 200 || corps.errors) return false;
    if (corps.data.r.__typename !== reussi) throw new Error(`refus inattendu : ${JSON.stringify(corps.data.r)}`);
    return true;
  },
});

export const NATURES: readonly Nature[] = [
  {
    nom: "résultats saisis (indicateurs)",
    part: 35,
    ...graphql(
      "demo-pilotage",
      `mutation ($valeur: Float!, $cle: String!) { r: saisirResultat(code: "L.S.1.1.1", territoire: "94", annee: 2026, valeur: $valeur, preuve: $cle,
        cleIdempotence: $cle) { __typename ... on Refus { code } } }`,
      (rang) => ({ valeur: rang % 100 }),
      "LigneContrat",
    ),
    faits: "select preuve as marque, count(*)::int as fois from indicateurs.resultat_saisi group by 1",
    evenements: `select r.preuve as marque, count(*)::int as fois from journal.evenement e join indicateurs.resultat_saisi r
      on r.id::text = e.donnees->>'resultat' where e.type = 'ResultatSaisi' group by 1`,
  },
  {
    nom: "activités déclarées (offre-insertion)",
    part: 30,
    ...graphql(
      "demo-departement",
      `mutation ($a: ID!, $d: Date!, $cle: String!) { r: declarerActivite(allocataire: $a, date: $d, minutes: 1, nature: "Démarche", preuve: $cle,
        cleIdempotence: $cle) { __typename ... on Refus { code } } }`,
      (rang) => ({ a: GENS[rang % GENS.length], d: jour(rang) }),
      "Activite",
    ),
    faits: "select preuve as marque, count(*)::int as fois from offre_insertion.activite group by 1",
    evenements: `select a.preuve as marque, count(*)::int as fois from journal.evenement e join offre_insertion.activite a
      on a.id::text = e.donnees->>'activite' where e.type = 'ActiviteDeclaree' group by 1`,
  },
  {
    nom: "données déclarées (allocataires)",
    part: 20,
    ...graphql(
      "demo-departement",
      `mutation ($a: ID!, $m: String!, $cle: String!) { r: declarerDonnees(allocataire: $a, donnees: { courriel: $m }, cleIdempotence: $cle) {
        __typename ... on Refus { code } } }`,
      (rang, cle) => ({ a: GENS[rang % GENS.length], m: `${cle}@exemple.fr` }),
      "DeclarationDonnees",
    ),
    faits: `select split_part(donnees->>'courriel', '@', 1) as marque, count(*)::int as fois from allocataires.declaration
      where donnees->>'courriel' like 'c%@exemple.fr' group by 1`,
    evenements: null,
  },
  {
    nom: "rendez-vous reçus (webhooks signés)",
    part: 15,
    requete: (rang, cle) => {
      const debut = new Date(Date.UTC(2026, 0, 5, 8) + rang * 60_000).toISOString();
      const corps = JSON.stringify(
        rdv({ id: cle, le: "2026-01-02T10:00:00+01:00", event: "created", debut, duree: 1, participations: [{ user: USAGERS.driss }] }),
      );
      const secrets = { rdvSolidarites: SECRETS_DES_ESSAIS.RDV_SOLIDARITES_SECRET, rdvInsertion: SECRETS_DES_ESSAIS.RDV_INSERTION_SECRET };
      return {
        chemin: "/webhooks/rdv-solidarites",
        client: null,
        entetes: enteteSignature("RENDEZ_VOUS_SOLIDARITES", corps, secrets),
        corps,
      };
    },
    acquitte: (status, corps) => {
      if (status !== 202) return false;
      if (corps.resultat !== "APPLIQUE" && corps.code !== "DEJA_RECU") throw new Error(`message refusé : ${JSON.stringify(corps)}`);
      return true;
    },
    faits: `select 'c' || (extract(epoch from debut - timestamptz '2026-01-05 08:00Z') / 60)::int as marque, count(*)::int as fois
      from rendez_vous.rendez_vous group by 1`,
    evenements: `select 'c' || (extract(epoch from (donnees->>'debut')::timestamptz - timestamptz '2026-01-05 08:00Z') / 60)::int as marque,
      count(*)::int as fois from journal.evenement where type = 'RendezVousPlanifie' group by 1`,
  },
];

/** The kind of the act of that rank: the same whatever happens. */
export function natureDe(rang: number): Nature {
  let reste = (rang * 37) % 100;
  for (const nature of NATURES) {
    if (reste < nature.part) return nature;
    reste -= nature.part;
  }
  return NATURES[0]!;
}

export const marqueDe = (rang: number): string => `c${rang}`;

export interface Compte {
  nature: string;
  acquittes: number;
  perdus: number;
  enDouble: number;
  evenementsFaux: number;
}

/** What each act left in the base: once, and with its event once. */
export async function compter(client: pg.Client, acquittes: ReadonlyMap<number, string>): Promise<Compte[]> {
  const comptes: Compte[] = [];
  for (const nature of NATURES) {
    const lire = async (sql: string) =>
      new Map((await client.query<{ marque: string; fois: number }>(sql)).rows.map(({ marque, fois }) => [marque, fois]));
    const siens = [...acquittes].filter(([rang]) => natureDe(rang) === nature).map(([, marque]) => marque);
    const faits = await lire(nature.faits);
    const evenements = nature.evenements === null ? null : await lire(nature.evenements);
    comptes.push({
      nature: nature.nom,
      acquittes: siens.length,
      perdus: siens.filter((marque) => !faits.has(marque)).length,
      enDouble: siens.filter((marque) => (faits.get(marque) ?? 0) > 1).length,
      evenementsFaux: evenements === null ? 0 : siens.filter((marque) => evenements.get(marque) !== 1).length,
    });
  }
  return comptes;
}
