import { randomUUID } from "node:crypto";
import type { NirCipher } from "../../shared/nir-cipher";
import { ouvrirOriginal } from "../../shared/original-garde";
import type { MotifEffacement } from "../vocabulaire";
import { type Effacement, texteDossier, textesEtatCivil, textesPrenomsDuDossier } from "./effacement";

/** What runs SQL: the transaction of a mutation, or the owner's connection of a purge. */
export interface Sql {
  rows<T extends object>(sql: string, values: unknown[]): Promise<T[]>;
}

export interface PersonneAEffacer {
  departement: string;
  allocataire: string;
}

/** In a dossier that is open, or waits: her data serve the management of the right. */
export async function aDesDroitsOuverts(sql: Sql, { departement, allocataire }: PersonneAEffacer): Promise<boolean> {
  const lignes = await sql.rows(
    `select 1 as ouvert from allocataires.membre m join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier
     where m.departement = $1 and m.allocataire = $2::uuid and m.au is null and d.etat not in ('CLOS', 'CLOS_MOIS_ANTERIEUR', 'REFUSE') limit 1`,
    [departement, allocataire],
  );
  return lignes.length > 0;
}

interface Trace {
  type: "NIR" | "ETAT_CIVIL" | "DOSSIER";
  empreinte: Buffer;
}

/** What flows may call her by: every civil status and NIR that they said, in each dossier. */
const NOMMEE = `
  with fiche as (
    select a.id, a.nom, a.nom_usage as usage, a.prenoms, a.date_naissance::text as naissance from allocataires.allocataire a
    where a.departement = $1 and $2::uuid in (a.id, a.canonique)
  ), dite as (
    select nom, usage, prenoms, naissance from fiche
    union select k.donnees->>'nom', k.donnees->>'nomUsage', array(select jsonb_array_elements_text(k.donnees->'prenoms')), k.donnees->>'dateNaissance'
    from allocataires.contenu_personne k where k.departement = $1 and k.allocataire in (select id from fiche)
    union select k.donnees->>'nom', k.donnees->>'nomUsage', array(select jsonb_array_elements_text(k.donnees->'prenoms')), k.donnees->>'dateNaissance'
    from allocataires.declaration k where k.departement = $1 and k.allocataire in (select id from fiche) and k.donnees ?& array['nom', 'prenoms', 'dateNaissance']
  )
  select 'ETAT_CIVIL' as type, array_remove(array[nom, usage], null) as noms, prenoms, naissance, null as numero, null::bytea as empreinte from dite
  union all
  select distinct 'DOSSIER', null::text[], n.prenoms, n.naissance, d.numero_demande, null::bytea
  from allocataires.membre m join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier cross join dite n
  where m.departement = $1 and m.allocataire in (select id from fiche)
  union all
  select distinct 'NIR', null::text[], null::text[], null, null, i.empreinte
  from allocataires.identifiant i where i.departement = $1 and i.allocataire in (select id from fiche) and i.type = 'NIR' and i.empreinte is not null`;

interface Nommee {
  type: Trace["type"];
  noms: string[];
  prenoms: string[];
  naissance: string;
  numero: string;
  empreinte: Buffer;
}

async function traces(sql: Sql, cipher: NirCipher, { departement, allocataire }: PersonneAEffacer): Promise<Trace[]> {
  const lignes = await sql.rows<Nommee>(NOMMEE, [departement, allocataire]);
  const toutes = lignes.flatMap(({ type, noms, prenoms, naissance, numero, empreinte }): Trace[] => {
    if (type === "NIR") return [{ type, empreinte }];
    const textes =
      type === "DOSSIER"
        ? [texteDossier(numero, naissance), ...textesPrenomsDuDossier(numero, prenoms)]
        : textesEtatCivil({ noms, prenoms, naissance }, true);
    return textes.map((texte) => ({ type, empreinte: cipher.tombstone(texte) }));
  });
  return [...new Map(toutes.map((t) => [`${t.type} ${t.empreinte.toString("hex")}`, t])).values()];
}

const NIR = /\b[1-478]\d{4}[\dAB]{2}\d{6}(?:\d{2})?\b/g;

/** Originals of the rejects of this subgraph, which rest encrypted, by id; her id is added to the one that says her NIR. */
async function rejetsOuverts(sql: Sql, cipher: NirCipher, { departement, allocataire }: PersonneAEffacer, gardees: Trace[]) {
  const siens = new Set(gardees.filter((g) => g.type === "NIR").map((g) => g.empreinte.toString("hex")));
  const rejets = await sql.rows<{ id: string; original: string }>("select id, original from publie.originaux_gardes($1)", [departement]);
  const ouvrir = (garde: string) => {
    const original = ouvrirOriginal(cipher, garde);
    return (original.match(NIR) ?? []).some((nir) => cipher.hashes(nir).some((h) => siens.has(h.toString("hex"))))
      ? `${original} ${allocataire}`
      : original;
  };
  return Object.fromEntries(rejets.map(({ id, original }) => [id, ouvrir(original)]));
}

/** Erases a person who is locked, and keeps the keyed hashes by which a flow would bring her back. */
export async function effacer(
  sql: Sql,
  cipher: NirCipher,
  personne: PersonneAEffacer,
  { motif, par, le }: { motif: MotifEffacement; par: string | null; le: Date },
): Promise<Effacement> {
  const { departement, allocataire } = personne;
  const gardees = await traces(sql, cipher, personne);
  const ouverts = await rejetsOuverts(sql, cipher, personne, gardees);
  await sql.rows("select publie.blanchir_rejets($1, $2::uuid, $3, $4)", [departement, allocataire, le, JSON.stringify(ouverts)]);
  await sql.rows("select allocataires.effacer_acces_urgence($1, $2::uuid)", [departement, allocataire]);
  const [effacee] = await sql.rows<{ lignes: number }>("select allocataires.effacer($1, $2::uuid, $3)::int as lignes", [
    departement,
    allocataire,
    le,
  ]);
  const [ligne] = await sql.rows<Effacement>(
    `with e as (
       insert into allocataires.effacement (departement, id, motif, efface_le, par, lignes) values ($1, $2, $3, $4, $5, $6) returning *
     ), t as (
       insert into allocataires.empreinte_effacee (departement, effacement, type, empreinte)
       select $1, $2, g.type, g.empreinte from unnest($7::text[], $8::bytea[]) g (type, empreinte)
     )
     select e.id, e.motif, e.efface_le as "effaceLe", e.lignes from e`,
    [departement, randomUUID(), motif, le, par, effacee!.lignes, gardees.map((g) => g.type), gardees.map((g) => g.empreinte)],
  );
  return ligne!;
}

export async function effacementParId(sql: Sql, id: string): Promise<Effacement | null> {
  const [ligne] = await sql.rows<Effacement>(
    `select e.id, e.motif, e.efface_le as "effaceLe", e.lignes from allocataires.effacement e where e.id = $1::uuid`,
    [id],
  );
  return ligne ?? null;
}
