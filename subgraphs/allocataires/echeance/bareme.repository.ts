import { defineLoader, type RequestContext } from "../../shared/context";
import { parCle } from "../par-cle";
import { type Bareme, type Horloge, type ParcoursDuBareme, type Seuils, seuils } from "./horloge";

interface Ligne {
  departement: string;
  horloges: Horloge[];
  parcours: ParcoursDuBareme[];
}

/** The clocks and the local parcours of each département, in one statement. */
export const baremeParDepartement = defineLoader<string, Bareme>(async (departements, tx) => {
  const lignes = await tx.rows<Ligne>(
    `select d.departement,
       (select coalesce(jsonb_agg(jsonb_build_object('departement', h.departement, 'parcours', h.parcours, 'code', h.code, 'libelle', h.libelle,
          'delaiValeur', h.delai_valeur, 'delaiUnite', h.delai_unite, 'regleReport', h.regle_report, 'interruptions', h.interruptions,
          'categorie', h.categorie, 'source', h.source, 'statut', h.statut)), '[]')
        from allocataires.horloge h where h.departement in ('*', d.departement)) as horloges,
       (select coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'categorie', p.categorie, 'dureeMoisMax', p.duree_mois_max,
          'renouvellements', p.renouvellements)), '[]')
        from allocataires.parcours_local p where p.departement = d.departement) as parcours
     from unnest($1::text[]) d (departement)`,
    [departements],
  );
  return parCle(departements, lignes, (l) => l.departement) as Bareme[];
});

/** The clocks of the départements that the caller reads. */
export async function baremesDeLAppelant(ctx: RequestContext): Promise<Bareme[]> {
  const { departements } = await ctx.rights();
  return Promise.all(departements.map((d) => ctx.loader(baremeParDepartement).load(d)));
}

/** Thresholds of today by département, as `depasseesSql` takes them. */
export async function seuilsDeLAppelant(ctx: RequestContext): Promise<Record<string, Seuils>> {
  const baremes = await baremesDeLAppelant(ctx);
  return Object.fromEntries(baremes.map((bareme) => [bareme.departement, seuils(bareme, ctx.today())]));
}
