import { createHash } from "node:crypto";
import type pg from "pg";
import { type Fichier, nomDe } from "./fichiers";
import type { Original, Refus } from "./lecture";

/** Kind of a reject of the PDIE, one a file. */
const natureDe = (fichier: Fichier): string => `pdie-${fichier}`;
const cleDe = (fichier: Fichier, cle: string): string => `${nomDe(fichier)} ${cle}`.slice(0, 200);

const COLONNES = "x(nature text, cle text, code text, message text, defauts jsonb, original text, empreinte text, fichier text, ligne int)";

/** The same line is kept once; one that had been solved opens again; another writing of the same key takes the place of the one that waited. */
const GARDER = `with recu as (select * from jsonb_to_recordset($2::jsonb) as ${COLONNES}),
  remplace as (
    update offre_insertion.rejet r set rejoue_le = $3::timestamptz, resultat = 'IGNORE' from recu
    where r.nature = recu.nature and r.departement = $1 and r.cle = recu.cle and r.rejoue_le is null and r.empreinte <> decode(recu.empreinte, 'hex')),
  garde as (
    insert into offre_insertion.rejet as r (departement, objet, nature, cle, code, message, defauts, original, empreinte, fichier, ligne, cree_le)
    select $1, 'PDIE', nature, cle, code, message, defauts, original, decode(empreinte, 'hex'), fichier, ligne, $3::timestamptz from recu
    on conflict (nature, empreinte) do update set rejoue_le = null, resultat = null, code = excluded.code, message = excluded.message,
      defauts = excluded.defauts, fichier = excluded.fichier, ligne = excluded.ligne, cree_le = excluded.cree_le
      where r.rejoue_le is not null
    returning r.id, r.code)
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'RejetEnregistre', $1, jsonb_build_object('rejet', id, 'objet', 'PDIE', 'code', code, 'partenaire', 'PDIE'), $3::timestamptz from garde`;

/** What waited about the lines that are now applied is closed. */
const SOLDER = `with solde as (
    update offre_insertion.rejet r set rejoue_le = $4::timestamptz, resultat = 'APPLIQUE'
    where r.departement = $1 and r.nature = $2 and r.cle = any ($3::text[]) and r.rejoue_le is null returning r.id)
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'RejetRejoue', $1, jsonb_build_object('rejet', id, 'objet', 'PDIE', 'partenaire', 'PDIE', 'resultat', 'APPLIQUE'), $4::timestamptz from solde`;

const REFUSER = `with refuse as (
    update offre_insertion.rejet r set resultat = 'REJETE', code = x.code, message = x.message, defauts = x.defauts
    from jsonb_to_recordset($2::jsonb) as ${COLONNES}
    where r.departement = $1 and r.nature = x.nature and r.empreinte = decode(x.empreinte, 'hex') and r.rejoue_le is null returning r.id)
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'RejetRejoue', $1, jsonb_build_object('rejet', id, 'objet', 'PDIE', 'partenaire', 'PDIE', 'resultat', 'REJETE'), $3::timestamptz from refuse`;

function lignesDe(departement: string, refus: readonly Refus[]): string {
  const lignes = refus.map((r) => {
    const original = JSON.stringify(r.original);
    return {
      nature: natureDe(r.original.fichier),
      cle: cleDe(r.original.fichier, r.cle ?? `ligne ${r.ligne}`),
      code: r.code,
      message: r.message,
      defauts: [{ champ: r.champ ?? "", code: r.code, message: r.message }],
      original,
      empreinte: createHash("sha256").update(`${departement} ${original}`).digest("hex"),
      fichier: nomDe(r.original.fichier),
      ligne: r.ligne,
    };
  });
  return JSON.stringify([...new Map(lignes.map((ligne) => [ligne.empreinte, ligne])).values()]);
}

/** Keeps rejected lines whole, and tells `echanges` by an event; in the transaction of the facts. */
export const garderRefus = (client: pg.ClientBase, departement: string, refus: readonly Refus[], le: Date): Promise<unknown> =>
  client.query(GARDER, [departement, lignesDe(departement, refus), le]);

/** Says of replayed lines that they are still refused, and why. They go on waiting. */
export const laisserEnAttente = (client: pg.ClientBase, departement: string, refus: readonly Refus[], le: Date): Promise<unknown> =>
  client.query(REFUSER, [departement, lignesDe(departement, refus), le]);

export const solderRefus = (client: pg.ClientBase, departement: string, fichier: Fichier, cles: string[], le: Date): Promise<unknown> =>
  client.query(SOLDER, [departement, natureDe(fichier), cles.map((cle) => cleDe(fichier, cle)), le]);

export interface RefusEnAttente {
  departement: string;
  ligne: number;
  original: Original;
}

export async function refusEnAttente(client: pg.ClientBase, ids: string[] | null): Promise<RefusEnAttente[]> {
  const { rows } = await client.query<{ departement: string; ligne: number; original: string }>(
    `select departement, ligne, original from offre_insertion.rejet
     where objet = 'PDIE' and rejoue_le is null and ($1::uuid[] is null or id = any($1)) order by departement, cree_le, fichier, ligne`,
    [ids],
  );
  return rows.map(({ original, ...reste }) => ({ ...reste, original: JSON.parse(original) as Original }));
}
