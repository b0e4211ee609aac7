import type { Transaction } from "../../shared/database";
import type { DefinitionDuContrat } from "../mesure/fiche";
import type { ResultatRow } from "./resultat/validation.repository";

export interface CibleRow {
  annee: number;
  cible: string | null;
  resultat: number | null;
  resultatTexte: string | null;
  saisie: ResultatRow | null;
}

export interface LigneContratRow {
  departement: string;
  code: string;
  portee: string;
  bloc: string;
  thematique: string;
  periodeSituation: string | null;
  fiche: string | null;
  indicateur: string;
  producteur: string;
  situation2023: string | null;
  cibles: CibleRow[];
  definition: DefinitionDuContrat;
}

/** Results are those of the territory that is followed; the last one that nobody rejected counts. */
const LIGNES = `select l.departement, l.code, l.fiche, l.portee, l.bloc, l.thematique, l.indicateur, l.producteur,
    l.situation_2023 as "situation2023", l.periode_situation as "periodeSituation", to_jsonb(d) as definition,
    coalesce((
      select jsonb_agg(jsonb_build_object('annee', c.annee, 'cible', c.texte, 'resultat', r.valeur, 'resultatTexte', r.texte,
        'saisie', case when r.id is not null then to_jsonb(r) || jsonb_build_object('statuePar', r.statue_par, 'statueLe', r.statue_le, 'retenu', true) end)
        order by c.annee)
      from indicateurs.cible c left join lateral (
        select * from indicateurs.resultat_retenu r
        where r.departement = c.departement and r.code = c.code and r.territoire = $4 and r.annee = c.annee
      ) r on true
      where c.departement = l.departement and c.code = l.code
    ), '[]') as cibles
  from indicateurs.ligne_contrat l
  join lateral (
    select code, version, libelle, cadre, producteur, unite, numerateur, denominateur, regle_cohorte as "regleCohorte", source
    from indicateurs.definition where departement = l.departement and code = l.code order by version desc limit 1
  ) d on true
  where l.departement = $1 and l.annee = (select max(annee) from indicateurs.ligne_contrat where departement = $1 and annee <= $2)
    and exists (select from indicateurs.cible c where c.departement = l.departement and c.code = l.code and c.annee = $2)
    and ($3::text is null or l.code = $3)
  order by l.rang`;

/** The lines of the contract that is followed in a year, in its order; empty when the contract does not cover the year. */
export const lignesContrat = (
  tx: Transaction,
  departement: string,
  annee: number,
  code: string | null = null,
  territoire: string = departement,
): Promise<LigneContratRow[]> => tx.rows<LigneContratRow>(LIGNES, [departement, annee, code, territoire]);
