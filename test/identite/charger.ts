import type pg from "pg";
import type { Candidat } from "../../subgraphs/allocataires/identite/identite";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { NIR_KEY } from "../setup/subgraph";

const SOURCE = "'DEPARTEMENT', null, '2026-01-10', '2026-01-10', true, null";

/** People of a labelled set, as the hub would keep them: row, numbers, foyer, birth place as a declaration. Set-based. */
export async function chargerConnues(owner: pg.Client, connues: Candidat[], departement = "94"): Promise<void> {
  const cipher = new NirCipher(NIR_KEY);
  await owner.query(
    `insert into allocataires.allocataire (departement, id, nom, nom_usage, prenoms, date_naissance, rang_naissance, sexe, code_insee, telephone, courriel, nom_tri,
       source, source_organisme, collectee_le, recue_le, certifiee, reference)
     select $2, id, nom, usage, prenoms, date, rang, sexe, commune, telephone, courriel, allocataires.nom_tri(nom, prenoms), ${SOURCE}
     from jsonb_to_recordset($1) as p (id uuid, nom text, usage text, prenoms text[], date date, rang int, sexe text, commune text, telephone text, courriel text)`,
    [
      JSON.stringify(connues.map((c) => ({ ...c, usage: c.nomUsage, date: c.dateNaissance, rang: c.rangNaissance, commune: c.codeInsee }))),
      departement,
    ],
  );
  await owner.query(
    `insert into allocataires.declaration (departement, allocataire, donnees, source, source_organisme, collectee_le, recue_le, certifiee, reference)
     select $2, id, jsonb_build_object('lieuNaissance', lieu), ${SOURCE} from jsonb_to_recordset($1) as p (id uuid, lieu text) where lieu is not null`,
    [JSON.stringify(connues.map((c) => ({ id: c.id, lieu: c.communeNaissance }))), departement],
  );
  const numeros = connues.flatMap((c) =>
    c.numeros.map(({ type, valeur, organisme }) => {
      const nir = type === "NIR" ? { chiffre: cipher.encrypt(valeur).toString("hex"), empreinte: cipher.hash(valeur).toString("hex") } : {};
      return { allocataire: c.id, type, valeur: type === "NIR" ? null : valeur, organisme, ...nir };
    }),
  );
  await owner.query(
    `insert into allocataires.identifiant (departement, allocataire, type, valeur, valeur_chiffree, empreinte, organisme, source, source_organisme, collectee_le, recue_le, certifiee, reference)
     select $2, allocataire, type, valeur, decode(chiffre, 'hex'), decode(empreinte, 'hex'), organisme, ${SOURCE}
     from jsonb_to_recordset($1) as i (allocataire uuid, type text, valeur text, organisme text, chiffre text, empreinte text)`,
    [JSON.stringify(numeros), departement],
  );
  const foyers = JSON.stringify(
    connues.flatMap((c) => c.foyers.map((f) => ({ allocataire: c.id, numero: f.numeroDemande, role: f.role }))),
  );
  await owner.query(
    `with d as (
       insert into allocataires.dossier (departement, numero_demande, fonorg, numorg, etat, empreinte, flux_cree_le, source, source_organisme, collectee_le, recue_le, certifiee, reference)
       select distinct $2::text, numero, 'CAF', '941', 'OUVERT_VERSABLE', '\\x00'::bytea, '2026-01-10'::timestamptz, ${SOURCE.replaceAll("'2026-01-10'", "'2026-01-10'::timestamptz")}
       from jsonb_to_recordset($1) as f (numero text) returning id, numero_demande)
     insert into allocataires.membre (departement, dossier, allocataire, role, soumis_droits_devoirs, rang, du)
     select $2, d.id, f.allocataire, f.role, true, 1, '2026-01-01' from jsonb_to_recordset($1) as f (allocataire uuid, numero text, role text) join d on d.numero_demande = f.numero`,
    [foyers, departement],
  );
}
