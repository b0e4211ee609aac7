import type { NirCipher } from "../../shared/nir-cipher";
import type { TypeIdentifiant } from "../vocabulaire";
import type { Candidat, Identite, Numero } from "./identite";
import { enDateCivile } from "./naissance";

/** What reads the base: the owner's connection of an import, or the transaction of an act (which sees what its caller may see). */
export interface Lecteur {
  rows<T extends object>(sql: string, values: unknown[]): Promise<T[]>;
}

/** A received identity, under the reference that its caller finds it by. */
export interface IdentiteDemandee {
  ref: string;
  departement: string;
  identite: Identite;
}

/** More candidates than this under one block are not candidates: a name of two sounds, a 1 January. */
const BLOC_MAX = 60;

/** Known people who share a number, a foyer, a birth date and a sound, or the sounds of name and first name with the year or the day of birth.
 * $1: received identities. The same blocks as `clesDeBlocage`. Set-based; each block is one look in an index, bounded (`offset 0` holds the planner to it:
 * it takes a list for a hundred rows, and would read the tables whole). */
const BLOCAGE = `
  with recue as materialized (
    select r.*, allocataires.cle_du_nom(r.nom, r.prenoms[1]) as cle, extract(year from r.date)::int as annee,
      allocataires.phonetique(concat_ws(' ', r.nom, r.usage, array_to_string(r.prenoms, ' '))) as sons,
      case when extract(day from r.date) <= 12
        then make_date(extract(year from r.date)::int, extract(day from r.date)::int, extract(month from r.date)::int) end as inversee
    from jsonb_to_recordset($1::jsonb) as r (ref text, departement text, nom text, usage text, prenoms text[], date date, empreintes text[], numeros jsonb, foyers text[])
  ), trouve as (
    select r.ref, r.departement, i.allocataire from recue r
    cross join lateral unnest(r.empreintes) e
    join allocataires.identifiant i on i.departement = r.departement and i.type in ('NIR', 'MATRICULE_MSA') and i.empreinte = decode(e, 'hex')
    union
    select r.ref, r.departement, i.allocataire from recue r
    cross join lateral jsonb_to_recordset(r.numeros) as n (type text, valeur text, organisme text)
    cross join lateral (
      select i.allocataire from allocataires.identifiant i
      where i.departement = r.departement and i.type = n.type and i.valeur = n.valeur and i.organisme is not distinct from n.organisme offset 0) i
    union
    select r.ref, r.departement, i.allocataire from recue r
    cross join lateral jsonb_to_recordset(r.numeros) as n (type text, valeur text)
    join allocataires.identifiant i on i.departement = r.departement and i.type = 'NUMERO_FRANCE_TRAVAIL' and right(i.valeur, 8) = right(n.valeur, 8)
    where n.type = 'NUMERO_FRANCE_TRAVAIL'
    union
    select r.ref, r.departement, m.allocataire from recue r
    cross join lateral unnest(r.foyers) f (numero)
    cross join lateral (
      select m.allocataire from allocataires.dossier d join allocataires.membre m on m.departement = d.departement and m.dossier = d.id
      where d.departement = r.departement and d.numero_demande = f.numero offset 0) m
    union
    select r.ref, r.departement, a.id from recue r
    cross join lateral (
      select a.id from allocataires.allocataire a
      where a.departement = r.departement and a.date_naissance in (r.date, r.inversee)
        and allocataires.phonetique(a.nom_tri || ' ' || coalesce(a.nom_usage, '')) && r.sons limit ${BLOC_MAX}) a
    union
    select r.ref, r.departement, a.id from recue r
    cross join lateral (
      select a.id from allocataires.allocataire a
      where a.departement = r.departement and a.cle_du_nom = r.cle
        and a.date_naissance between make_date(r.annee, 1, 1) and make_date(r.annee, 12, 31) limit ${BLOC_MAX}) a
    union
    select r.ref, r.departement, a.id from recue r
    cross join lateral (
      select a.id from allocataires.allocataire a
      where a.departement = r.departement and a.cle_du_nom = r.cle
        and to_char(a.date_naissance, 'MMDD') = to_char(r.date, 'MMDD') limit ${BLOC_MAX}) a
  )
  select t.ref, array_agg(distinct coalesce(a.canonique, a.id)) as ids
  from trouve t
  cross join lateral (select a.id, a.canonique from allocataires.allocataire a where a.departement = t.departement and a.id = t.allocataire offset 0) a
  group by t.ref`;

/** Everything that is compared of these people; numbers that no longer hold count as well. */
const CONNUES = `
  select a.id, a.nom, a.nom_usage as "nomUsage", a.prenoms, a.date_naissance::text as "dateNaissance", a.rang_naissance as "rangNaissance", a.sexe,
    a.code_insee as "codeInsee", a.telephone, a.courriel,
    (select d.donnees->>'lieuNaissance' from allocataires.declaration d where d.departement = a.departement and d.allocataire = a.id and d.donnees ? 'lieuNaissance'
      order by d.collectee_le desc limit 1) as "communeNaissance",
    array(select jsonb_build_object('type', i.type, 'valeur', i.valeur, 'chiffre', encode(i.valeur_chiffree, 'base64'), 'organisme', i.organisme)
      from allocataires.identifiant i where i.departement = a.departement and i.allocataire = a.id) as numeros,
    array(select jsonb_build_object('numeroDemande', d.numero_demande, 'role', m.role)
      from allocataires.membre m join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier
      where m.departement = a.departement and m.allocataire = a.id) as foyers
  from allocataires.allocataire a where a.id = any ($1::uuid[])`;

interface Connue extends Omit<Candidat, "dateCertaine" | "numeros" | "sexe"> {
  sexe: string | null;
  numeros: { type: TypeIdentifiant; valeur: string | null; chiffre: string | null; organisme: string | null }[];
}

/** Numbers that are a NIR: looked up by their keyed hash. */
const EST_NIR = (type: TypeIdentifiant): boolean => type === "NIR" || type === "MATRICULE_MSA";

/** Candidates of each received identity, by reference; one that has none is absent. NIRs are deciphered in memory for the comparison, and only there. */
export async function candidatsDe(lecteur: Lecteur, demandees: IdentiteDemandee[], cipher: NirCipher): Promise<Map<string, Candidat[]>> {
  const lignes = await lecteur.rows<{ ref: string; ids: string[] }>(BLOCAGE, [JSON.stringify(demandees.map((d) => enLigne(d, cipher)))]);
  const ids = [...new Set(lignes.flatMap((ligne) => ligne.ids))];
  if (ids.length === 0) return new Map();
  const connues = await lecteur.rows<Connue>(CONNUES, [ids]);
  const parId = new Map(connues.map((c) => [c.id, enCandidat(c, cipher)]));
  return new Map(lignes.map(({ ref, ids }) => [ref, ids.flatMap((id) => parId.get(id) ?? [])]));
}

function enLigne({ ref, departement, identite }: IdentiteDemandee, cipher: NirCipher): object {
  const nirs = identite.numeros.filter((n) => EST_NIR(n.type));
  return {
    ref,
    departement,
    nom: identite.nom,
    usage: identite.nomUsage,
    prenoms: identite.prenoms,
    date: identite.dateNaissance && enDateCivile(identite.dateNaissance),
    empreintes: nirs.flatMap((n) => cipher.hashes(n.valeur).map((h) => h.toString("hex"))),
    numeros: identite.numeros.filter((n) => !EST_NIR(n.type)),
    foyers: identite.foyers.map((f) => f.numeroDemande),
  };
}

function enCandidat(connue: Connue, cipher: NirCipher): Candidat {
  const numeros = connue.numeros.map(({ type, valeur, chiffre, organisme }): Numero => {
    return { type, valeur: valeur ?? cipher.decrypt(Buffer.from(chiffre!, "base64")), organisme };
  });
  return { ...connue, dateCertaine: true, sexe: sexeLu(connue.sexe), numeros };
}

/** 1 or 2 in the flows of the CAF; M or F elsewhere. */
export const sexeLu = (sexe: string | null): "1" | "2" | null =>
  sexe === null ? null : (({ "1": "1", M: "1", "2": "2", F: "2" } as const)[sexe as "1" | "M" | "2" | "F"] ?? null);

/** Pairs among these people that a professional told apart, as « smaller larger ». */
export async function pairesDistinctes(lecteur: Lecteur, ids: string[]): Promise<Set<string>> {
  const lignes = await lecteur.rows<{ paire: string }>(
    `select d.allocataire || ' ' || d.autre as paire from allocataires.identite_distincte d
     where d.allocataire = any ($1::uuid[]) and d.autre = any ($1::uuid[])`,
    [ids],
  );
  return new Set(lignes.map((ligne) => ligne.paire));
}
