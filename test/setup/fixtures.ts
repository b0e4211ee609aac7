import type pg from "pg";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { CANARI } from "../canari/canari";
import { NIR_KEY } from "./subgraph";

/** Small territory that the tests of several subgraphs stand on: two départements, five people. */
export const PEOPLE = {
  /** Créteil, followed by the référent REF-1 of REMOB-1. */
  amina: "00000000-0000-4000-8000-000000000001",
  /** Créteil, followed by REF-2 of REMOB-1. */
  bruno: "00000000-0000-4000-8000-000000000002",
  /** Champigny, followed by France Travail. */
  chantal: "00000000-0000-4000-8000-000000000003",
  /** Créteil, not oriented yet. */
  driss: "00000000-0000-4000-8000-000000000004",
  /** Sevrans, in the 93. */
  elodie: "00000000-0000-4000-8000-000000000005",
} as const;

const ORGANISMES = [
  ["94-CD94", "94", "CD94", "Département du Val-de-Marne", "DEPARTEMENT"],
  ["94-FT94", "94", "FT94", "France Travail Val-de-Marne", "FRANCE_TRAVAIL"],
  ["94-REMOB-1", "94", "REMOB-1", "Délégataire remobilisation Créteil", "DELEGATAIRE"],
  ["93-CD93", "93", "CD93", "Département de la Seine-Saint-Denis", "DEPARTEMENT"],
];
const REFERENTS = [
  ["94", "94-REMOB-1-REF-1", "94-REMOB-1", "REF-1", "Lefèvre", "Ines"],
  ["94", "94-REMOB-1-REF-2", "94-REMOB-1", "REF-2", "Moreau", "Paul"],
];
const PARCOURS = [
  ["94", "FRANCE_TRAVAIL", "Parcours auprès de France Travail", "EMPLOI"],
  ["94", "REMOBILISATION_EMPLOI", "Remobilisation vers l’emploi", "EQUILIBRE"],
  ["94", "PARCOURS_INSERTION", "Parcours insertion", "REMOBILISATION"],
  ["93", "FRANCE_TRAVAIL", "Parcours auprès de France Travail", "EMPLOI"],
];
const ALLOCATAIRES = [
  [PEOPLE.amina, "94", "Benali", "Amina", "1990-03-14", "94028", "Créteil"],
  [PEOPLE.bruno, "94", "Castel", "Bruno", "1985-07-02", "94028", "Créteil"],
  [PEOPLE.chantal, "94", "Diop", "Chantal", "1975-11-30", "94017", "Champigny-sur-Marne"],
  [PEOPLE.driss, "94", "Étienne", "Driss", "1999-01-05", "94028", "Créteil"],
  [PEOPLE.elodie, "93", "Faure", "Élodie", "1988-09-21", "93071", "Sevran"],
];
const FOLLOWED: [string, string, string, string | null][] = [
  [PEOPLE.amina, "REMOBILISATION_EMPLOI", "94-REMOB-1", "94-REMOB-1-REF-1"],
  [PEOPLE.bruno, "REMOBILISATION_EMPLOI", "94-REMOB-1", "94-REMOB-1-REF-2"],
  [PEOPLE.chantal, "FRANCE_TRAVAIL", "94-FT94", null],
];

/** Inserts the territory, through the owner. Everyone was notified on 2026-01-10; those followed were oriented on 2026-01-20. */
export async function loadFixtures(owner: pg.Client): Promise<void> {
  for (const o of ORGANISMES)
    await owner.query("insert into allocataires.organisme (id, departement, code, nom, type) values ($1, $2, $3, $4, $5)", o);
  for (const r of REFERENTS)
    await owner.query(
      "insert into allocataires.referent (departement, id, organisme, code, nom, prenom) values ($1, $2, $3, $4, $5, $6)",
      r,
    );
  for (const p of PARCOURS)
    await owner.query("insert into allocataires.parcours_local (departement, code, libelle, categorie) values ($1, $2, $3, $4)", p);
  const source = "'CAF', null, '2026-01-10', '2026-01-10', true, null";
  for (const a of ALLOCATAIRES) {
    await owner.query(
      `insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, code_insee, commune_nom, nom_tri, soumis_droits_devoirs,
         source, source_organisme, collectee_le, recue_le, certifiee, reference)
       values ($1, $2, $3, array[$4], $5, $6, $7, upper($3 || ' ' || $4), true, ${source})`,
      a,
    );
    await owner.query(
      `insert into allocataires.entree (departement, allocataire, rang, demande, ouverture_droits, notification, entree_dispositif)
       values ($1, $2, 1, '2025-12-20', '2026-01-01', '2026-01-10', '2026-01-10')`,
      [a[1], a[0]],
    );
  }
  await planterLeCanari(owner);
  for (const [allocataire, parcours, organisme, referent] of FOLLOWED) {
    const { rows } = await owner.query(
      `insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, decidee_le, decidee_par, parcours,
         organisme, referent, motif, source, source_organisme, collectee_le, recue_le, certifiee, reference)
       values ('94', $1, 1, 'DECIDEE', 'FLUX_CAF', 'DEPARTEMENT', '2026-01-10', '2026-01-20', 'DEPARTEMENT', $2, $3, $4, 'motif', ${source}) returning id`,
      [allocataire, parcours, organisme, referent],
    );
    await owner.query(
      `insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
       values ('94', $1, $2, $3, $4, 'REFERENT_UNIQUE', '2026-01-20')`,
      [rows[0].id, allocataire, organisme, referent],
    );
    await owner.query("update allocataires.entree set decision_orientation = '2026-01-20' where departement = '94' and allocataire = $1", [
      allocataire,
    ]);
  }
}

/** Chantal has the means of contact and the NIR of the canary: no test reads them by value, and nothing that is written may say them. */
async function planterLeCanari(owner: pg.Client): Promise<void> {
  const { adresse, telephone, courriel, nir } = CANARI;
  await owner.query("update allocataires.allocataire set adresse = $2, telephone = $3, courriel = $4 where id = $1", [
    PEOPLE.chantal,
    adresse,
    telephone,
    courriel,
  ]);
  const cipher = new NirCipher(NIR_KEY);
  await owner.query(
    `insert into allocataires.identifiant (departement, allocataire, type, valeur_chiffree, empreinte, source, collectee_le, recue_le)
     values ('94', $1, 'NIR', $2, $3, 'CAF', '2026-01-10', '2026-01-10')`,
    [PEOPLE.chantal, cipher.encrypt(nir), cipher.hash(nir)],
  );
}
