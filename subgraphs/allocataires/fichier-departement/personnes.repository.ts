import type pg from "pg";
import { isUuid } from "../../shared/page";
import { formesDuMatricule } from "../personne/allocataire";
import { autreFormeFranceTravail } from "../personne/identifiant.repository";
import type { Enregistrement } from "./format";

/** Whom a record is about: one person, or why not. */
export type PersonneDesignee = { allocataire: string } | { code: "PERSONNE_INCONNUE" | "PERSONNE_AMBIGUE"; message: string };

const INCONNUE: PersonneDesignee = { code: "PERSONNE_INCONNUE", message: "Aucune personne du département ne porte cet identifiant." };
const AMBIGUE: PersonneDesignee = {
  code: "PERSONNE_AMBIGUE",
  message: "Plusieurs personnes portent cet identifiant : donnez-en un autre.",
};

interface Cherchee {
  n: number;
  type: string;
  valeurs: string[];
  role: string | null;
  naissance: string | null;
  organisme: string | null;
}

const enCherchee = (e: Enregistrement, n: number): Cherchee => {
  const valeur = String(e.personneValeur).trim();
  const valeurs =
    e.personneType === "MATRICULE_CAF"
      ? formesDuMatricule(valeur)
      : e.personneType === "HUB"
        ? [valeur.toLowerCase()]
        : [valeur.toUpperCase()];
  const texte = (nom: string) => (e[nom] as string | undefined) ?? null;
  return {
    n,
    type: String(e.personneType),
    valeurs,
    role: texte("personneRole"),
    naissance: texte("personneNaissance"),
    organisme: texte("personneOrganisme"),
  };
};

/** The people whom records name, in one statement, through the owner: imports only. Canonical after a merge.
 * A household's number needs a role, a matricule a birth date; a number that several people carry names nobody rather than the wrong one.
 * A former number of the software, or the other form of a number of France Travail, names her who carried it, unless somebody carries the very number today. */
export async function designer(owner: pg.Pool, departement: string, enregistrements: Enregistrement[]): Promise<PersonneDesignee[]> {
  const cherchees = enregistrements.map(enCherchee).filter((c) => c.type !== "HUB" || isUuid(c.valeurs[0]!));
  if (cherchees.length === 0) return enregistrements.map(() => INCONNUE);
  const { rows } = await owner.query<{ n: number; ids: string[] }>(
    `with cherchee as (select * from jsonb_to_recordset($2) as c (n int, type text, valeurs text[], role text, naissance date, organisme text)),
     porteur as (
       select c.n, a.departement, a.id, 1 as rang from cherchee c join allocataires.allocataire a on a.departement = $1 and c.type = 'HUB' and a.id::text = c.valeurs[1]
       union all
       select c.n, m.departement, m.allocataire, 1 from cherchee c
       join allocataires.dossier d on d.departement = $1 and c.type = 'NUMERO_DEMANDE_RSA' and d.numero_demande = c.valeurs[1]
       join allocataires.membre m on m.departement = d.departement and m.dossier = d.id and m.role = c.role and m.au is null
       union all
       select c.n, i.departement, i.allocataire, case when i.valide_au is null or c.type <> 'IDENTIFIANT_DEPARTEMENT' then 1 else 2 end from cherchee c
       join allocataires.identifiant i on i.departement = $1 and i.type = c.type and i.valeur = any (c.valeurs)
         and (c.type <> 'MATRICULE_CAF' or c.organisme is null or i.organisme is null or i.organisme = c.organisme)
       where c.type in ('IDENTIFIANT_DEPARTEMENT', 'MATRICULE_CAF', 'NUMERO_FRANCE_TRAVAIL')
       union all
       select c.n, i.departement, i.allocataire, 2 from cherchee c
       join allocataires.identifiant i on i.departement = $1 and c.type = 'NUMERO_FRANCE_TRAVAIL' and ${autreFormeFranceTravail("i", "c.valeurs[1]")}
     ), premier as (select n, min(rang) as rang from porteur group by n)
     select p.n, array_agg(distinct coalesce(a.canonique, a.id)::text) as ids
     from premier join porteur p on p.n = premier.n and p.rang = premier.rang join cherchee c on c.n = p.n
     join allocataires.allocataire a on a.departement = p.departement and a.id = p.id
     join allocataires.allocataire k on k.departement = a.departement and k.id = coalesce(a.canonique, a.id)
     where c.naissance is null or k.date_naissance = c.naissance
     group by p.n`,
    [departement, JSON.stringify(cherchees)],
  );
  const trouvees = new Map(rows.map((r) => [r.n, r.ids]));
  return enregistrements.map((_, n) => {
    const ids = trouvees.get(n) ?? [];
    if (ids.length > 1) return AMBIGUE;
    return ids.length === 1 ? { allocataire: ids[0]! } : INCONNUE;
  });
}
