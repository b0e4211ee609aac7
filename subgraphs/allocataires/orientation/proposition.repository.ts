import { defineLoader } from "../../shared/context";
import type { PropositionInstruction } from "../caf/contenu";
import { parCle } from "../par-cle";

/** What the instruction flow proposed for a person, with the day of its file. */
export interface PropositionLue {
  orientation: string;
  dite: PropositionInstruction;
  recueLe: string;
}

/** The last proposition for the person of an orientation, from the instruction of the dossier by which she had entered when it was asked for.
 * A réorientation has none: the instruction comes before any orientation. */
export const propositionParOrientation = defineLoader<string, PropositionLue | null>(async (ids, tx) => {
  const lignes = await tx.rows<PropositionLue>(
    `select o.id as orientation, p.dite, p.le as "recueLe"
     from allocataires.orientation o
     cross join lateral (
       select e.dossier from allocataires.entree e
       where e.departement = o.departement and e.allocataire = o.allocataire
         and coalesce(e.notification, e.ouverture_droits, e.demande, '-infinity') <= o.demandee_le
       order by e.rang desc limit 1
     ) e
     cross join lateral (
       select d.dite, m.le
       from allocataires.mention_dossier m
       join allocataires.contenu_dossier c on c.departement = m.departement and c.dossier = m.dossier and c.empreinte = m.empreinte
       join allocataires.contenu_personne k on k.departement = m.departement and k.dossier = m.dossier and k.empreinte = m.empreinte
       cross join lateral (select jsonb_path_query_first(c.donnees, '$.proposition[*] ? (@.rang == $rang)', jsonb_build_object('rang', k.rang)) as dite) d
       where m.departement = o.departement and m.dossier = e.dossier and m.instruction and k.allocataire = o.allocataire and d.dite is not null
       order by m.cree_le desc, m.cle desc limit 1
     ) p
     where o.id = any ($1::uuid[]) and o.origine <> 'REORIENTATION'`,
    [ids],
  );
  return parCle(ids, lignes, (l) => l.orientation);
});
