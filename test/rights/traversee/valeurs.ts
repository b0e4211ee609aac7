import { type GraphQLInputType, getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType } from "graphql";
import type pg from "pg";
import { colonneDePersonne, colonnes } from "./tables";

/** Ids of rows of one person, or of the organismes and référents of another, by table. */
export type Reserve = Map<string, string[]>;

/** Ids that a malicious caller could have heard of: rows of this person, table by table, and what belongs to nobody. */
export async function reserve(owner: pg.Client, personne: string): Promise<Reserve> {
  const ids: Reserve = new Map();
  for (const [nom, liste] of await colonnes(owner)) {
    if (!liste.some((c) => c.colonne === "id")) continue;
    const qui = colonneDePersonne(nom, liste);
    const sien =
      nom === "allocataires.dossier" ? "id in (select m.dossier from allocataires.membre m where m.allocataire = $1)" : "$1::text <> ''";
    const territoire = liste.some((c) => c.colonne === "departement") ? "(departement = '94' or departement is null)" : "true";
    const { rows } = await owner.query(
      `select id::text as id from ${nom} where ${qui ? `"${qui}" = $1` : sien} and ${territoire} order by 1 limit 3`,
      [personne],
    );
    if (rows.length > 0)
      ids.set(
        nom.split(".")[1]!,
        rows.map((row) => row.id),
      );
  }
  const { rows } = await owner.query(
    "select distinct rendez_vous::text as id from rendez_vous.participation where allocataire = $1 order by 1 limit 3",
    [personne],
  );
  if (rows.length > 0)
    ids.set(
      "rendez_vous",
      rows.map((row) => row.id),
    );
  // An organisme of the 94 that is not the caller's, and one of its référents.
  const autres = await owner.query(
    "select organisme, id from allocataires.referent where departement = '94' and organisme <> '94-REMOB-1' order by id limit 1",
  );
  if (autres.rows[0]) {
    ids.set("organisme", [autres.rows[0].organisme]);
    ids.set("referent", [autres.rows[0].id]);
  }
  ids.set("allocataire", [personne]);
  return ids;
}

/** Arguments whose name is not that of their table. */
const SYNONYMES: Record<string, string> = {
  fusionnee: "allocataire",
  deOrganisme: "organisme",
  versOrganisme: "organisme",
  remplacant: "referent",
  de: "referent",
  vers: "referent",
  reunion: "rendez_vous",
  flux: "flux_caf",
  annule: "transfert",
  remplace: "saisie_financiere",
  offre: "service",
  structureInsertion: "structure",
  exportIndicateurs: "export",
  delegation: "delegation_sanction",
  reprise: "reprise_emploi",
};
const snake = (nom: string) => nom.replace(/[A-Z]/g, (lettre) => `_${lettre.toLowerCase()}`);

function id(nom: string, champ: string, ids: Reserve): string {
  const cible = nom === "id" || nom === "after" ? champ : nom;
  const table = SYNONYMES[cible] ?? snake(cible);
  const trouve = ids.get(table) ?? [...ids].find(([autre]) => autre.startsWith(table))?.[1];
  return trouve?.[0] ?? ids.get("allocataire")![0]!;
}

/** Words of the domain, by name of argument; everything else is a word that means nothing. */
const TEXTES: Record<string, string> = {
  departement: "94",
  territoire: "94",
  semaine: "2026-W41",
  code: "L.I.V2.1.3",
  codes: "L.I.V2.1.3",
  types: "OrientationDecidee",
  codeInsee: "94028",
  communes: "94028",
  parcours: "REMOBILISATION_EMPLOI",
  statut: "A_TRANCHER",
  valeur: "ZQ70001ZQ100ZQ",
  recherche: "ZQ7",
  depuis: "2026-W30",
  jusque: "2026-W45",
  url: "https://partenaire.example/reception",
  a: "ESSAI",
  b: "AUTRE",
  debut: "09:00",
  fin: "12:00",
};
const DATES: Record<string, string> = { debut: "2026-01-01", du: "2026-11-23", depuis: "2025-11-01", dateNaissance: "1905-01-02" };
const HORODATAGES: Record<string, string> = {
  depuis: "2025-11-01T00:00:00Z",
  jusque: "2026-12-31T00:00:00Z",
  debut: "2026-12-01T09:00:00Z",
};

/** The value of an argument: ids are those of the person, words mean something where they can. Optional input fields are left out unless named in `avec`. */
export function valeur(type: GraphQLInputType, nom: string, champ: string, ids: Reserve, avec?: (champ: string) => boolean): unknown {
  const sans = isNonNullType(type) ? type.ofType : type;
  if (isListType(sans)) return [valeur(sans.ofType as GraphQLInputType, nom, champ, ids, avec)];
  const nomme = getNamedType(sans);
  if (isEnumType(nomme)) return nomme.getValues()[0]!.name;
  if (isInputObjectType(nomme)) {
    const champs = Object.values(nomme.getFields()).filter((f) => isNonNullType(f.type) || avec?.(f.name));
    return Object.fromEntries(champs.map((f) => [f.name, valeur(f.type, f.name, nom, ids, avec)]));
  }
  switch (nomme.name) {
    case "ID":
      return id(nom, champ, ids);
    case "Int":
      return nom === "first" ? 3 : nom === "annee" || nom === "exercice" ? 2026 : nom === "saut" ? 0 : 1;
    case "Float":
      return 10;
    case "Boolean":
      return true;
    case "Date":
      return DATES[nom] ?? (champ === "preparerCampagne" || champ === "creneaux" || champ === "reunions" ? "2026-12-20" : "2026-11-20");
    case "Horodatage":
      return HORODATAGES[nom] ?? "2026-11-20T09:00:00Z";
    default:
      return TEXTES[nom] ?? "essai";
  }
}
