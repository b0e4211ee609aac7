import type pg from "pg";
import type { PublishedEvent } from "../../shared/event-follower";
import { reunirMembre, separerMembre } from "../cohorte/membre.repository";
import { colonnesDe, type Lieu, parLieu } from "./table";

/** Two records that become one person, or become two again: what was counted of each moves with her. */
export const REUNIONS: ReadonlySet<string> = new Set(["AllocatairesFusionnes", "AllocatairesSepares"]);

/** Tables whose rows keep their id and change person, with the column of that id. */
const PORTEES = {
  orientation: "id",
  reorientation: "orientation",
  intervention: "orientation",
  contrat: "id",
  diagnostic: "id",
  sortie: "id",
  reprise: "id",
  activite: "id",
  prescription: "id",
  manquement: "id",
  sanction: "id",
} as const;

/** Tables whose key names the person, with what follows her in it. */
const NOMINATIVES = { presence: "rendez_vous", inscription: "date_effet" } as const;

/** $1 département, $2 who goes, $3 who stays, $4 merge, $5 day of knowledge. Each move is written down, to be undone. */
const deplacer = (lieu: Lieu) => [
  ...Object.entries(PORTEES).map(
    ([table, cle]) => `with maj as (
      update ${lieu}.${table} t set allocataire = $3, connu_depuis = $5::date where t.departement = $1 and t.allocataire = $2 returning t.${cle} as cle
    ) insert into ${lieu}.deplacement (departement, fusion, nom_table, cle, allocataire) select distinct $1, $4::uuid, '${table}', cle::text, $2::uuid from maj on conflict do nothing`,
  ),
  // Of one appointment of both, one presence counts: the other is kept aside.
  ...Object.entries(NOMINATIVES).map(
    ([table, cle]) => `with sienne as (
      select t.*, exists (select from ${lieu}.${table} d where d.departement = $1 and d.allocataire = $3 and d.${cle} = t.${cle}) as double
      from ${lieu}.${table} t where t.departement = $1 and t.allocataire = $2
    ), note as (
      insert into ${lieu}.deplacement (departement, fusion, nom_table, cle, allocataire, ligne, deplacee)
      select $1, $4::uuid, '${table}', s.${cle}::text, $2::uuid, to_jsonb(s), not s.double from sienne s on conflict do nothing
    ), otee as (
      delete from ${lieu}.${table} t using sienne s where s.double and t.departement = $1 and t.allocataire = $2 and t.${cle} = s.${cle}
    )
    update ${lieu}.${table} t set allocataire = $3, connu_depuis = $5::date from sienne s
    where not s.double and t.departement = $1 and t.allocataire = $2 and t.${cle} = s.${cle}`,
  ),
  // What was said of each stays said, under a name of its own.
  `with maj as (
      update ${lieu}.dite t set allocataire = $3, origine = t.origine || ' ' || $4::uuid::text where t.departement = $1 and t.allocataire = $2 returning t.origine
    ) insert into ${lieu}.deplacement (departement, fusion, nom_table, cle, allocataire) select $1, $4::uuid, 'dite', origine, $2::uuid from maj where $5::date is not null on conflict do nothing`,
];

/** $1 département, $2 who had gone, $3 who stays, $4 merge, $5 day of knowledge. */
const remettre = (lieu: Lieu) => [
  ...[...Object.entries(PORTEES), ...Object.entries(NOMINATIVES)].map(
    ([table, cle]) => `update ${lieu}.${table} t set allocataire = $2, connu_depuis = $5::date from ${lieu}.deplacement d
    where d.departement = $1 and d.fusion = $4 and d.nom_table = '${table}' and d.deplacee and t.departement = $1 and t.${cle}::text = d.cle and t.allocataire = $3`,
  ),
  ...(Object.keys(NOMINATIVES) as (keyof typeof NOMINATIVES)[]).map((table) => {
    const colonnes = colonnesDe(table).join(", ");
    return `insert into ${lieu}.${table} (${colonnes}, connu_depuis)
      select ${colonnes
        .split(", ")
        .map((c) => `r.${c}`)
        .join(", ")}, $5::date
      from ${lieu}.deplacement d cross join lateral jsonb_populate_record(null::${lieu}.${table}, d.ligne) r
      where d.departement = $1 and d.fusion = $4 and d.nom_table = '${table}' and not d.deplacee and d.allocataire = $2 and $3::uuid is not null
      on conflict do nothing`;
  }),
  `update ${lieu}.dite t set allocataire = $2, origine = replace(t.origine, ' ' || $4::uuid::text, '') from ${lieu}.deplacement d
    where d.departement = $1 and d.fusion = $4::uuid and d.nom_table = 'dite' and t.departement = $1 and t.origine = d.cle and t.allocataire = $3 and $5::date is not null`,
];

/** The event gives the entries and the state of who is left: they replace what was known of both. */
const TEXTES = parLieu((lieu) => ({
  deplacer: deplacer(lieu),
  remettre: remettre(lieu),
  oublier: `delete from ${lieu}.deplacement d where d.departement = $1 and d.fusion = $2`,
  // A merge closes the orientation of who goes in the name of who stays, before it says that she goes: only the event tells whose it was.
  rendus: ["orientation", "contrat", "sortie"].map(
    (table) => `update ${lieu}.${table} t set allocataire = $2, connu_depuis = $5::date
      where t.departement = $1 and t.id = any ($4::uuid[]) and t.allocataire = $3`,
  ),
  rouvertes: `update ${lieu}.orientation o set close_le = null, motif_fin = null, connu_depuis = $3::date
    where o.departement = $1 and o.id = any ($2::uuid[]) and (o.close_le is not null or o.motif_fin is not null)`,
  oter: ["entree", "personne"].map((table) => `delete from ${lieu}.${table} t where t.departement = $1 and t.allocataire in ($2, $3)`),
  entrees: `insert into ${lieu}.entree (departement, allocataire, rang, demande, ouverture_droits, notification, entree_dispositif, flux, connu_depuis)
    select $1, e.allocataire, e.rang, e.demande, e."ouvertureDroits", e.notification, e."entreeDispositif", e.flux, $3::date
    from jsonb_to_recordset($2::jsonb) as e (allocataire uuid, rang int, demande date, "ouvertureDroits" date, notification date, "entreeDispositif" date, flux boolean)`,
  personnes: `insert into ${lieu}.personne (departement, allocataire, code_insee, soumis_droits_devoirs, dossier, etat_dossier, connu_depuis)
    select $1, p.allocataire, p."codeInsee", p."soumisDroitsDevoirs", p.dossier, p.etat, $3::date
    from jsonb_to_recordset($2::jsonb) as p (allocataire uuid, "codeInsee" text, "soumisDroitsDevoirs" boolean, dossier uuid, etat text)`,
}));

/** Applies a merge or a separation, learned on a day. Returns the people to derive again. */
export async function appliquerReunion(
  client: pg.ClientBase,
  { type, departement, allocataire, donnees }: PublishedEvent,
  jour: string,
  lieu: Lieu,
): Promise<string[]> {
  const { fusion, fusionnee, entrees, personnes, rouvertes, rendus } = donnees;
  const textes = TEXTES(lieu);
  const fusionnent = type === "AllocatairesFusionnes";
  for (const text of fusionnent ? textes.deplacer : textes.remettre)
    await client.query(text, [departement, fusionnee, allocataire, fusion, jour]);
  if (!fusionnent) {
    for (const text of textes.rendus) await client.query(text, [departement, fusionnee, allocataire, rendus ?? [], jour]);
    await client.query(textes.oublier, [departement, fusion]);
    await client.query(textes.rouvertes, [departement, rouvertes, jour]);
  }
  for (const text of textes.oter) await client.query(text, [departement, fusionnee, allocataire]);
  await client.query(textes.entrees, [departement, JSON.stringify(entrees), jour]);
  await client.query(textes.personnes, [departement, JSON.stringify(personnes), jour]);
  if (lieu === "indicateurs")
    await (fusionnent ? reunirMembre : separerMembre)(client, { departement: departement!, fusion, fusionnee, gardee: allocataire! });
  return [allocataire!, fusionnee];
}
