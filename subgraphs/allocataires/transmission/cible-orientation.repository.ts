import type { CategorieParcours } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";
import type { TypeOrganisme } from "../vocabulaire";

export interface CibleDite {
  categorie: CategorieParcours;
  type: TypeOrganisme | null;
  codeAurore: string | null;
}

// The structure that is named; else the organisme of that type whom most people are followed by. Then the parcours of the category that this organisme
// follows most, before one that a convention delegates, before the others: the partner has one word where the Département has several parcours.
const CIBLE = `with organisme as (
    select o.id from allocataires.organisme o
    left join allocataires.organisme_code c on c.departement = o.departement and c.organisme = o.id and c.systeme = 'AURORE' and upper(c.valeur) = upper($4)
    left join lateral (select count(*) as n from allocataires.intervention i where i.departement = o.departement and i.organisme = o.id and i.au is null) i on true
    where o.departement = $1 and (c.valeur is not null or o.type = $3)
    order by (c.valeur is not null) desc, (o.type = $3) desc, i.n desc, o.code limit 1
  )
  select p.code as parcours, (select id from organisme) as organisme
  from allocataires.parcours_local p
  left join lateral (select count(*) as n from allocataires.orientation r
    where r.departement = p.departement and r.parcours = p.code and r.statut = 'DECIDEE' and r.close_le is null and r.organisme = (select id from organisme)) r on true
  where p.departement = $1 and p.categorie = $2
  order by r.n desc, exists (select from allocataires.delegation d where d.departement = p.departement and d.parcours = p.code
    and d.du <= $5::date and (d.au is null or d.au >= $5::date)) desc, p.code
  limit 1`;

/** The local parcours and the organisme that a legal category and a kind of organisme point to; null when the département has no such parcours. */
export const cibleDeLOrientation = (
  tx: Transaction,
  departement: string,
  { categorie, type, codeAurore }: CibleDite,
  jour: string,
): Promise<{ parcours: string; organisme: string | null } | null> => tx.row(CIBLE, [departement, categorie, type, codeAurore, jour]);
