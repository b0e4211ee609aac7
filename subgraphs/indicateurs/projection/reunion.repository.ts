import type pg from "pg";
import type { PublishedEvent } from "../../shared/event-follower";

/** Two records that become one person, or become two again: what was counted of each moves with her. */
export const REUNIONS: ReadonlySet<string> = new Set(["AllocatairesFusionnes", "AllocatairesSepares"]);

/** Tables whose rows keep their id and change person, with the column of that id. */
const PORTEES = { orientation: "id", contrat: "id", sortie: "id", activite: "id", presence: "rendez_vous" } as const;

/** $1 département, $2 who goes, $3 who stays, $4 merge. Each move is written down, to be undone. Of one appointment of both, one presence counts. */
const DEPLACER = Object.entries(PORTEES).map(
  ([table, cle]) => `
  with maj as (
    update indicateurs.${table} t set allocataire = $3 where t.departement = $1 and t.allocataire = $2
      ${table === "presence" ? "and not exists (select from indicateurs.presence d where d.departement = $1 and d.rendez_vous = t.rendez_vous and d.allocataire = $3)" : ""}
    returning t.${cle} as cle
  )
  insert into indicateurs.deplacement (departement, fusion, nom_table, cle, allocataire) select $1, $4, '${table}', cle, $2 from maj on conflict do nothing`,
);
/** $1 département, $2 who had gone, $3 who stays, $4 merge. */
const REMETTRE = Object.entries(PORTEES).map(
  ([table, cle]) => `
  update indicateurs.${table} t set allocataire = $2 from indicateurs.deplacement d
  where d.departement = $1 and d.fusion = $4 and d.nom_table = '${table}' and t.departement = $1 and t.${cle} = d.cle and t.allocataire = $3`,
);
const OUBLIER = "delete from indicateurs.deplacement d where d.departement = $1 and d.fusion = $2";
const ROUVERTES =
  "update indicateurs.orientation o set close_le = null, motif_fin = null where o.departement = $1 and o.id = any ($2::uuid[])";

/** The event gives the entries and the state of who is left: they replace what was known of both. */
const ENTREES_OTEES = "delete from indicateurs.entree e where e.departement = $1 and e.allocataire in ($2, $3)";
const PERSONNES_OTEES = "delete from indicateurs.personne p where p.departement = $1 and p.allocataire in ($2, $3)";
const ENTREES = `
  insert into indicateurs.entree (departement, allocataire, rang, demande, ouverture_droits, notification, entree_dispositif, flux)
  select $1, e.allocataire, e.rang, e.demande, e."ouvertureDroits", e.notification, e."entreeDispositif", e.flux
  from jsonb_to_recordset($2::jsonb) as e (allocataire uuid, rang int, demande date, "ouvertureDroits" date, notification date, "entreeDispositif" date, flux boolean)`;
const PERSONNES = `
  insert into indicateurs.personne (departement, allocataire, code_insee, soumis_droits_devoirs, dossier, etat_dossier)
  select $1, p.allocataire, p."codeInsee", p."soumisDroitsDevoirs", p.dossier, p.etat
  from jsonb_to_recordset($2::jsonb) as p (allocataire uuid, "codeInsee" text, "soumisDroitsDevoirs" boolean, dossier uuid, etat text)`;

/** Applies a merge or a separation. Returns the people to derive again. */
export async function appliquerReunion(
  client: pg.ClientBase,
  { type, departement, allocataire, donnees }: PublishedEvent,
): Promise<string[]> {
  const { fusion, fusionnee, entrees, personnes, rouvertes } = donnees;
  const quatre = [departement, fusionnee, allocataire, fusion];
  for (const text of type === "AllocatairesFusionnes" ? DEPLACER : REMETTRE) await client.query(text, quatre);
  if (type === "AllocatairesSepares") {
    await client.query(OUBLIER, [departement, fusion]);
    await client.query(ROUVERTES, [departement, rouvertes]);
  }
  for (const text of [ENTREES_OTEES, PERSONNES_OTEES]) await client.query(text, quatre.slice(0, 3));
  await client.query(ENTREES, [departement, JSON.stringify(entrees)]);
  await client.query(PERSONNES, [departement, JSON.stringify(personnes)]);
  return [allocataire!, fusionnee];
}
