import type pg from "pg";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";

/** Fictive NIR: 99 is no département of birth. */
export const NIR_AMINA = "290039900100188";
export const SOURCE = ["CAF", null, "2026-01-10", "2026-01-10", true, null] as const;

/** A file with its members, and the identifiers of two people. */
export async function ajouterDossiers(owner: pg.Client): Promise<void> {
  const cipher = new NirCipher(NIR_KEY);
  await owner.query(
    `insert into allocataires.dossier (departement, id, numero_demande, fonorg, numorg, matricule, matricule_chiffre, etat, soumis_droits_devoirs, date_demande, empreinte, flux_cree_le,
       source, source_organisme, collectee_le, recue_le, certifiee, reference)
     values ('94', '10000000-0000-4000-8000-000000000001', '94000000001', 'CAF', '941', '1234567', null, 'OUVERT_VERSABLE', true, '2025-12-20', '\\x00', '2026-01-10', $1, $2, $3, $4, $5, $6),
            ('94', '10000000-0000-4000-8000-000000000002', '94000000002', 'MSA', '750', null, $7, 'OUVERT_VERSABLE', true, '2025-12-20', '\\x00', '2026-01-10', 'MSA', $2, $3, $4, $5, $6)`,
    [...SOURCE, cipher.encrypt("275113300200377")],
  );
  const membres = [
    ["10000000-0000-4000-8000-000000000001", PEOPLE.amina, "DEM", 1],
    ["10000000-0000-4000-8000-000000000001", PEOPLE.bruno, "CJT", 2],
    ["10000000-0000-4000-8000-000000000002", PEOPLE.chantal, "DEM", 1],
  ];
  for (const m of membres) {
    await owner.query(
      "insert into allocataires.membre (departement, dossier, allocataire, role, soumis_droits_devoirs, rang, du) values ('94', $1, $2, $3, true, $4, '2026-01-01')",
      m,
    );
  }
  await owner.query(
    `insert into allocataires.etat_dossier (departement, dossier, du, etat, au)
     values ('94', '10000000-0000-4000-8000-000000000001', '2025-12-20', 'EN_ATTENTE', '2025-12-31'), ('94', '10000000-0000-4000-8000-000000000001', '2026-01-01', 'OUVERT_VERSABLE', null)`,
  );
  const identifiants: [string, string, string | null, string | null][] = [
    [PEOPLE.amina, "NIR", null, NIR_AMINA],
    [PEOPLE.amina, "MATRICULE_CAF", "1234567", null],
    [PEOPLE.bruno, "MATRICULE_CAF", "1234567", null],
    [PEOPLE.amina, "NUMERO_DEMANDE_RSA", "94000000001", null],
    [PEOPLE.bruno, "NUMERO_DEMANDE_RSA", "94000000001", null],
    [PEOPLE.amina, "NUMERO_FRANCE_TRAVAIL", "12345678901", null],
    [PEOPLE.chantal, "MATRICULE_MSA", null, "275113300200377"],
  ];
  for (const [allocataire, type, valeur, nir] of identifiants) {
    await owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, valeur_chiffree, empreinte, source, source_organisme, collectee_le, recue_le, certifiee, reference)
       values ('94', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [allocataire, type, valeur, nir && cipher.encrypt(nir), nir && cipher.hash(nir), ...SOURCE],
    );
  }
}

/** People of Créteil without orientation, in order of name, each with an open entry; all in one statement. */
export async function ajouterFoule(owner: pg.Client, nombre: number, departement = "94", commune = "94028"): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `with a as (
       insert into allocataires.allocataire (departement, nom, prenoms, date_naissance, code_insee, commune_nom, nom_tri, soumis_droits_devoirs,
         source, source_organisme, collectee_le, recue_le, certifiee, reference)
       select $2, 'Foule' || lpad(n::text, 4, '0'), array['Camille'], '1990-01-01', $3, 'Créteil', 'FOULE' || lpad(n::text, 4, '0') || ' CAMILLE', true, $4, $5, $6, $7, $8, $9
       from generate_series(1, $1) n returning departement, id, nom_tri
     ), e as (
       insert into allocataires.entree (departement, allocataire, rang, demande, ouverture_droits, notification, entree_dispositif)
       select departement, id, 1, '2025-12-20', '2026-01-01', '2026-01-10', '2026-01-10' from a
     )
     select id from a order by nom_tri`,
    [nombre, departement, commune, ...SOURCE],
  );
  return rows.map((row) => row.id);
}

/** A decided orientation, followed by the organisme. */
export async function orienter(
  owner: pg.Client,
  ids: string[],
  parcours = "REMOBILISATION_EMPLOI",
  organisme = "94-REMOB-1",
  referent = "94-REMOB-1-REF-1",
): Promise<void> {
  await owner.query(
    `with o as (
       insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, decidee_le, decidee_par, parcours, organisme, referent,
         source, source_organisme, collectee_le, recue_le, certifiee, reference)
       select '94', i, 1, 'DECIDEE', 'FLUX_CAF', 'DEPARTEMENT', '2026-01-10', '2026-01-20', 'DEPARTEMENT', $2, $3, $4, $5, $6, $7, $8, $9, $10 from unnest($1::uuid[]) i
       returning departement, id, allocataire
     )
     insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
     select departement, id, allocataire, $3, $4, 'REFERENT_UNIQUE', '2026-01-20' from o`,
    [ids, parcours, organisme, referent, ...SOURCE],
  );
}
