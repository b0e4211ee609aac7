import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import type { Signalement } from "../../shared/import";
import type { NirCipher } from "../../shared/nir-cipher";
import { OBJET } from "../caf/journal.repository";
import type { MotifEffacement } from "../vocabulaire";
import { texteDossier, texteEtatCivil, textesEtatCivil, textesPrenomsDuDossier } from "./effacement";

interface Pierre {
  departement: string;
  effacement: string;
  type: "NIR" | "ETAT_CIVIL" | "DOSSIER";
  empreinte: Buffer;
  motif: MotifEffacement;
  effaceLe: Date;
}

interface PersonneLue {
  ordre: number;
  rang: number;
  departement: string;
  numero: string;
  etat: string;
  nom: string;
  prenoms: string[];
  naissance: string;
  nir: Buffer | null;
}

/** Someone whom the flow names again after she was erased. */
interface Arretee {
  ordre: number;
  rang: number;
  numero: string;
  message: string;
}

const FINIS = ["CLOS", "CLOS_MOIS_ANTERIEUR", "REFUSE"];

const LUES = `
  select p.ordre, p.rang, p.departement, f.numero, f.etat, p.nom, p.prenoms, p.date_naissance::text as naissance, p.nir_chiffre as nir
  from caf_attente p join caf_attente f on f.genre = 'F' and f.ordre = p.ordre
  where p.genre = 'P' and p.departement = any ($1)`;

/** The content that is kept is not the one that the flow said: once the erasure is lifted, the same flow says something new. */
const OTER = `
  with arretee as materialized (
    select a.ordre, a.rang, a.message from unnest($1::int[], $2::int[], $3::text[]) a (ordre, rang, message)
  ), otee as (
    delete from caf_attente p using arretee a where p.genre = 'P' and p.ordre = a.ordre and p.rang = a.rang
  ), touche as (
    select a.ordre, string_agg(a.rang::text, ',' order by a.rang) as rangs, min(a.message) as message,
      (select count(*) from caf_attente p where p.genre = 'P' and p.ordre = a.ordre) = count(*) as vide
    from arretee a group by a.ordre
  ), entier as (
    update caf_attente f set genre = 'R', code = 'PERSONNE_EFFACEE', message = t.message, original = ''
    from touche t where t.vide and f.genre = 'F' and f.ordre = t.ordre
  ), reste as (
    update caf_attente f set empreinte = sha256(f.empreinte || convert_to('sans ' || t.rangs, 'UTF8'))
    from touche t where not t.vide and f.genre = 'F' and f.ordre = t.ordre
    returning f.ordre, f.departement, f.numero, f.fonorg, t.message
  ), garde as (
    insert into allocataires.rejet (departement, flux, objet, cle, code, message, original, cree_le, rang)
    select r.departement, x.flux, ${OBJET}, r.numero, 'PERSONNE_EFFACEE', r.message, '', x.recue_le, r.ordre
    from reste r cross join caf_flux x
    where not exists (select from allocataires.rejet k where k.departement = r.departement and k.cle = r.numero and k.code = 'PERSONNE_EFFACEE'
      and k.rejoue_le is null and k.message = r.message)
    returning id, departement, cree_le
  )
  insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'RejetEnregistre', g.departement, jsonb_build_object('rejet', g.id, 'objet', ${OBJET}, 'code', 'PERSONNE_EFFACEE', 'partenaire', 'CAF'), g.cree_le
  from garde g cross join caf_flux x`;

/** Takes out of the session the people who were erased: they are not made again in silence. Each one is kept as a reject without any datum of hers
 * (PERSONNE_EFFACEE); the others of the foyer go on, and a foyer of her alone is rejected whole. Someone purged at the end of her retention comes back
 * freely when a right is open or asked for. Returns what to report. */
export async function arreterEffacees(client: pg.Client, cipher: NirCipher): Promise<{ ordre: number; signalement: Signalement }[]> {
  const { rows: pierres } = await client.query<Pierre>(
    `select t.departement, t.effacement, t.type, t.empreinte, e.motif, e.efface_le as "effaceLe"
     from allocataires.empreinte_effacee t join allocataires.effacement e on e.departement = t.departement and e.id = t.effacement`,
  );
  if (pierres.length === 0) return [];
  const { rows: lues } = await client.query<PersonneLue>(LUES, [[...new Set(pierres.map((p) => p.departement))]]);
  const arretees = arreter(lues, pierres, cipher);
  if (arretees.length === 0) return [];
  await client.query(OTER, [arretees.map((a) => a.ordre), arretees.map((a) => a.rang), arretees.map((a) => a.message)]);
  const nombre = (personnes: readonly { ordre: number }[], ordre: number) => personnes.filter((p) => p.ordre === ordre).length;
  return arretees.map(({ ordre, numero, message }) => {
    const applique = nombre(lues, ordre) > nombre(arretees, ordre);
    return { ordre, signalement: { cle: numero, code: "PERSONNE_EFFACEE", champ: "Personne", message, applique } };
  });
}

const cle = (departement: string, type: Pierre["type"], empreinte: Buffer) => `${departement} ${type} ${empreinte.toString("hex")}`;

function arreter(lues: readonly PersonneLue[], pierres: readonly Pierre[], cipher: NirCipher): Arretee[] {
  const parEmpreinte = new Map(pierres.map((p) => [cle(p.departement, p.type, p.empreinte), p]));
  const avecNir = new Set(pierres.filter((p) => p.type === "NIR").map((p) => p.effacement));
  return lues.flatMap((lue): Arretee[] => {
    const { departement, numero, nom, prenoms, naissance, nir } = lue;
    const parmi = (type: Pierre["type"], textes: readonly string[]) => {
      for (const empreinte of textes.flatMap((texte) => cipher.tombstones(texte))) {
        const pierre = parEmpreinte.get(cle(departement, type, empreinte));
        if (pierre) return pierre;
      }
      return undefined;
    };
    const sesNirs = nir && avecNir.size > 0 ? cipher.tombstonesOfNir(cipher.decrypt(nir)) : [];
    const parNir = sesNirs.map((empreinte) => parEmpreinte.get(cle(departement, "NIR", empreinte))).find((pierre) => pierre !== undefined);
    const duDossier = parmi("DOSSIER", [texteDossier(numero, naissance)]);
    const duNom = parmi("ETAT_CIVIL", [texteEtatCivil(nom, prenoms[0] ?? "", naissance)]);
    const autrement =
      duDossier ??
      duNom ??
      parmi("DOSSIER", textesPrenomsDuDossier(numero, prenoms)) ??
      parmi("ETAT_CIVIL", textesEtatCivil({ noms: [nom], prenoms, naissance }, false));
    // Another NIR is another person (a twin in the same foyer, a homonym born the same day), unless dossier, name and birth date are all hers.
    const elle = duDossier !== undefined && duDossier.effacement === duNom?.effacement;
    const pierre = parNir ?? (autrement && (elle || !(nir && avecNir.has(autrement.effacement))) ? autrement : undefined);
    if (!pierre || (pierre.motif === "CONSERVATION_ECHUE" && !FINIS.includes(lue.etat))) return [];
    const message = `La personne de rang ${lue.rang} a été effacée le ${civilDateOf(pierre.effaceLe)} : elle n’est pas recréée. Pour qu’elle revienne au prochain flux : unefois effacements --lever ${pierre.effacement}.`;
    return [{ ordre: lue.ordre, rang: lue.rang, numero, message }];
  });
}
