import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Simulateur } from "../../simulation/france-travail/serveur";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";

export const DEPARTEMENT = "94";
/** Day on which everyone was notified and oriented. */
export const JOUR = "2026-02-02";

const ORGANISMES = `insert into allocataires.organisme (id, departement, code, nom, type) values
  ('94-CD94', '94', 'CD94', 'Département', 'DEPARTEMENT'), ('94-REMOB-1', '94', 'REMOB-1', 'Délégataire', 'DELEGATAIRE') on conflict do nothing`;
const PARCOURS = `insert into allocataires.parcours_local (departement, code, libelle, categorie)
  values ('94', 'REMOBILISATION_EMPLOI', 'Remobilisation vers l’emploi', 'EQUILIBRE') on conflict do nothing`;
const PERSONNES = `with p as (select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as p (id, nom, chiffre, empreinte)),
  personne as (insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, code_insee, commune_nom, nom_tri,
      soumis_droits_devoirs, source, collectee_le, recue_le, certifiee)
    select id, '94', nom, array['Ana'], '1990-03-14', '94028', 'Créteil', nom, true, 'CAF', '${JOUR}', '${JOUR}', true from p)
  insert into allocataires.identifiant (departement, allocataire, type, valeur_chiffree, empreinte, source, collectee_le, recue_le, certifiee)
  select '94', id, 'NIR', decode(chiffre, 'hex'), decode(empreinte, 'hex'), 'CAF', '${JOUR}', '${JOUR}', true from p`;

/** One decision of orientation, as the mutation stores it. $1 person, $2 instant. */
export const ORIENTER = `insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, decidee_le,
    decidee_par, parcours, organisme, motif, source, collectee_le, recue_le, certifiee)
  values ('94', $1, 1, 'DECIDEE', 'FLUX_CAF', 'DEPARTEMENT', '${JOUR}', '${JOUR}', 'DEPARTEMENT', 'REMOBILISATION_EMPLOI', '94-REMOB-1', 'banc', 'DEPARTEMENT',
    $2, $2, true) returning id`;

/** The event of that decision. $1 person, $2 orientation, $3 instant. */
export const PUBLIER = `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
  values ('OrientationDecidee', '94', $1, jsonb_build_object('orientation', $2::uuid, 'rang', 1, 'origine', 'FLUX_CAF', 'parcours', 'REMOBILISATION_EMPLOI',
    'categorie', 'EQUILIBRE', 'organisme', '94-REMOB-1', 'referent', null, 'demandeeLe', '${JOUR}', 'decideeLe', '${JOUR}', 'intensite', null), $3)`;

/** People of the département, whom the simulator knows too. */
export async function peupler(
  client: pg.Client,
  nombre: number,
  nirKey: string,
  simulateur: Simulateur | null,
  graine: number,
): Promise<string[]> {
  await client.query(ORGANISMES);
  await client.query(PARCOURS);
  const cipher = new NirCipher(nirKey);
  const gens = Array.from({ length: nombre }, (_, i) => {
    const n = graine + i;
    return { id: randomUUID(), nom: `BANC${n}`, nir: `2900394${String(n).padStart(6, "0")}`, numero: String(10_000_000_000 + n) };
  });
  await client.query(PERSONNES, [
    gens.map((g) => g.id),
    gens.map((g) => g.nom),
    gens.map((g) => cipher.encrypt(g.nir).toString("hex")),
    gens.map((g) => cipher.hash(g.nir).toString("hex")),
  ]);
  for (const { numero: numeroFranceTravail, nir, nom } of gens)
    simulateur?.ajouterUsager({ numeroFranceTravail, nir, dateNaissance: "1990-03-14", nom, prenom: "Ana" });
  return gens.map((g) => g.id);
}

/** Decides for everyone, in one transaction a batch: what a morning of decisions leaves in the log. */
export async function orienterTous(client: pg.Client, personnes: readonly string[], le: Date): Promise<void> {
  await client.query("begin");
  for (const personne of personnes) {
    const { rows } = await client.query({ name: "orienter", text: ORIENTER, values: [personne, le] });
    await client.query({ name: "publier", text: PUBLIER, values: [personne, rows[0].id, le] });
  }
  await client.query("commit");
}
