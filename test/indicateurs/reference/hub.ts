import { SUIVI } from "../../../subgraphs/indicateurs/projection";
import { followOnce } from "../../../subgraphs/shared/event-follower";
import { numberEvents } from "../../../subgraphs/shared/sequencer";
import type { TestDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph } from "../../setup/subgraph";
import { OFFRES } from "./catalogue";
import type { Lieux, ParcoursLocal } from "./compter";
import { AUJOURDHUI } from "./hasard";
import type { Dit, Histoire, Jour } from "./histoire";
import { TYPES_ORGANISME } from "./organismes";
import { PARCOURS } from "./tirage";

/** The real hub: events in its journal, its projection, its GraphQL. */

export interface Demande {
  code: string;
  version: number;
  territoire: string;
  debut: Jour;
  fin: Jour;
  ventilation: string | null;
  connuLe: Jour | null;
}

export const PARCOURS_LOCAUX: ParcoursLocal[] = PARCOURS.map(([code, categorie]) => ({
  code,
  categorie,
  intensif: code === "ACCOMPAGNEMENT_GLOBAL",
}));
export const LIEUX: Lieux = {
  groupes: { "94-PILOTE": ["94028", "94017"], "94-T11": ["94028", "94080"], "94-T10": ["94017", "94079"], "94-SUD": ["94028"] },
  natures: { "94-PILOTE": "PILOTE", "94-T11": "EPCI", "94-T10": "EPCI", "94-SUD": "CLPE" },
};

export async function meubler(db: TestDatabase): Promise<void> {
  for (const { code, categorie, intensif } of PARCOURS_LOCAUX)
    await db.owner.query(
      "insert into indicateurs.parcours_local (departement, code, libelle, categorie, intensif) values ('94', $1, $1, $2, $3)",
      [code, categorie, intensif],
    );
  for (const [code, communes] of Object.entries(LIEUX.groupes))
    await db.owner.query(
      "insert into indicateurs.territoire (departement, code, libelle, communes, nature) values ('94', $1, $1, $2, $3)",
      [code, communes, LIEUX.natures[code]],
    );
  for (const [id, type] of Object.entries(TYPES_ORGANISME))
    await db.owner.query("insert into allocataires.organisme (id, departement, code, nom, type) values ($1, '94', substr($1, 4), $1, $2)", [
      id,
      type,
    ]);
  await cataloguer(db);
}

async function cataloguer(db: TestDatabase): Promise<void> {
  await db.owner.query(
    `insert into offre_insertion.structure (id, departement, source, nom, date_maj, recue_le)
     values ('STRUCTURE-1', null, 'test', 'Structure', '2026-01-01', '2026-01-01')`,
  );
  for (const [id, o] of Object.entries(OFFRES)) {
    const departement = o.origine === "PDIE" ? "94" : null;
    await db.owner.query(
      `insert into offre_insertion.service (id, departement, structure, source, origine, nom, description, date_maj, dispositif, recue_le)
       values ($1, $2, 'STRUCTURE-1', 'test', $3, $1, '', '2026-01-01', $4, '2026-01-01')`,
      [id, departement, o.origine, o.nature ?? null],
    );
    if (departement)
      await db.owner.query(
        "insert into offre_insertion.pdie (offre, departement, code, fiche_action, cout_unitaire_centimes) values ($1, $2, $3, $4, $5)",
        [id, departement, o.code, o.fiche ?? null, o.cout ?? null],
      );
  }
}

/** Empties the hub of its facts. The profiles of people are those that the base of the allocataires would give. */
export async function vider(db: TestDatabase): Promise<void> {
  const { rows } = await db.owner.query<{ nom: string }>(
    `select 'indicateurs.' || c.relname as nom from pg_class c where c.relnamespace = 'indicateurs'::regnamespace and c.relkind = 'r'
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'allocataire')`,
  );
  await db.owner.query(
    `truncate journal.evenement, indicateurs.curseur, indicateurs.connaissance, ${rows.map(({ nom }) => nom).join(", ")} cascade`,
  );
}

/** What the base of the allocataires says of people, known since before everything. The profiles of whom the journal names are read
 * there (test/indicateurs/projection checks that): here they are given. */
export async function dresser(db: TestDatabase, journal: readonly Dit[], histoires: readonly Histoire[]): Promise<void> {
  const nommees = new Set(journal.map((d) => d.allocataire));
  await db.owner.query("select set_config('indicateurs.connu_le', '2000-01-01', false)");
  await db.owner.query("truncate indicateurs.profil, indicateurs.profil_passee");
  await db.owner.query(
    `insert into indicateurs.profil (departement, allocataire, naissance, sexe, situation_familiale, niveau_etude, connu_depuis)
     select '94', id, (profil ->> 'naissance')::date, profil ->> 'sexe', profil ->> 'situationFamiliale', profil ->> 'niveauEtude', '2000-01-01'
     from jsonb_to_recordset($1) as x (id uuid, profil jsonb)`,
    [JSON.stringify(histoires.filter(({ id }) => nommees.has(id)).map(({ id, profil }) => ({ id, profil })))],
  );
}

export async function raconter(db: TestDatabase, journal: readonly Dit[], lot = 5_000): Promise<void> {
  await db.owner.query(
    `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
     select e ->> 'type', '94', (e ->> 'allocataire')::uuid, e -> 'donnees', (e ->> 'connuLe' || ' 10:00:00+01')::timestamptz
     from jsonb_array_elements($1) with ordinality as x (e, n) order by n`,
    [JSON.stringify(journal)],
  );
  await numberEvents(db.owner);
  while ((await followOnce(db.owner, { ...SUIVI, batch: lot })) > 0);
}

const CHIFFRES = "numerateur denominateur valeur delais { effectif moyenne mediane p10 p25 p75 p90 }";
const CHAMPS = `statut connuLe consolideLe ${CHIFFRES} actuelle { numerateur denominateur valeur } ventilation { cle ${CHIFFRES} }`;
const requete = (n: number) => {
  const i = Array.from({ length: n }, (_, k) => k);
  const variables = (k: number) =>
    `$c${k}: String!, $t${k}: String!, $d${k}: Date!, $f${k}: Date!, $v${k}: Int, $x${k}: String, $k${k}: Date`;
  const champ = (k: number) =>
    `i${k}: indicateur(code: $c${k}, territoire: $t${k}, debut: $d${k}, fin: $f${k}, version: $v${k}, ventilation: $x${k}, connuLe: $k${k}) { ${CHAMPS} }`;
  return `query (${i.map(variables).join(", ")}) { ${i.map(champ).join(" ")} }`;
};
const PAR_REQUETE = 10;

/** What `indicateur` answers, in the order of the questions. */
export async function demanderTous(sg: TestSubgraph, demandes: readonly Demande[]): Promise<any[]> {
  const reponses: any[] = [];
  for (let i = 0; i < demandes.length; i += PAR_REQUETE) {
    const lot = demandes.slice(i, i + PAR_REQUETE);
    const variables = Object.assign(
      {},
      ...lot.map((d, k) => ({
        [`c${k}`]: d.code,
        [`t${k}`]: d.territoire,
        [`d${k}`]: d.debut,
        [`f${k}`]: d.fin,
        [`v${k}`]: d.version,
        [`x${k}`]: d.ventilation,
        [`k${k}`]: d.connuLe,
      })),
    );
    const { data, errors } = await sg.run(CALLERS.pilotage, requete(lot.length), variables, new Date(`${AUJOURDHUI}T12:00:00Z`));
    if (errors) throw new Error(`${errors[0]!.message} ${JSON.stringify(lot[Number(String(errors[0]!.path?.[0]).slice(1))])}`);
    reponses.push(...lot.map((_, k) => data[`i${k}`]));
  }
  return reponses;
}

export interface DefinitionLue {
  code: string;
  version: number;
  calcule: boolean;
  regleLieu: "A_LA_DATE" | "ACTUELLE";
  ventilations: string[];
}

export async function definitions(sg: TestSubgraph): Promise<DefinitionLue[]> {
  const { data, errors } = await sg.run(
    CALLERS.pilotage,
    "{ definitionsIndicateurs(toutesVersions: true) { code version calcule regleLieu ventilations } }",
  );
  if (errors) throw new Error(errors[0]!.message);
  return data.definitionsIndicateurs.filter((d: DefinitionLue) => d.calcule);
}
