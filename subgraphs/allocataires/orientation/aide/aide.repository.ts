import { defineLoader } from "../../../shared/context";
import type { Transaction } from "../../../shared/database";
import { parCle } from "../../par-cle";
import { ditesSql } from "../../provenance/recomposer.repository";
import type { Preconisation } from "../orientation";
import { criteresDe, type Faits } from "./critere";
import { preconiser, type Regle } from "./evaluer";

interface Table {
  departement: string;
  version: string;
  regles: Regle[];
}

/** The decision table in force in each département: the last that has begun. */
const EN_VIGUEUR = `select distinct on (v.departement) v.departement, v.version,
    (select jsonb_agg(jsonb_build_object('rang', r.rang, 'critere', r.critere, 'operateur', r.operateur, 'valeurs', r.valeurs, 'parcours', r.parcours,
       'points', r.points, 'eliminatoire', r.eliminatoire, 'raison', r.raison) order by r.rang)
     from allocataires.aide_regle r where r.departement = v.departement and r.version = v.version) as regles
  from allocataires.aide_version v
  where v.departement = any ($1::text[]) and v.du <= $2::date and (v.au is null or v.au >= $2::date)
  order by v.departement, v.du desc, v.version desc`;

/** What is believed of a datum that declarations say; null when none says it. */
const dite = (champ: "enfantsACharge" | "sansDomicileFixe") =>
  `(select w.valeur #>> '{}' from dite w where w.departement = a.departement and w.allocataire = a.id and w.champ = '${champ}' and w.retenue limit 1)`;

/** Facts of people, under the rights of the caller: row level security hides diagnostics for the purposes that they do not serve. */
const FAITS = `with ${ditesSql("select x.departement, x.id from allocataires.allocataire x where x.id = any ($1::uuid[])", { toutes: true })}
  select a.id as allocataire, a.departement, a.date_naissance as "dateNaissance", d.id is not null as diagnostic,
    d.situation_emploi as "situationEmploi", d.niveau_qualification as "niveauQualification", d.projet_professionnel as "projetProfessionnel",
    coalesce(d.metiers_recherches, '{}') as "metiersRecherches", d.proche_aidant as "procheAidant",
    coalesce((select jsonb_agg(jsonb_build_object('frein', c.frein, 'impact', c.impact, 'leveeLe', c.levee_le) order by c.frein)
      from allocataires.contrainte c where c.departement = d.departement and c.diagnostic = d.id), '[]') as freins,
    (select true from allocataires.reprise_emploi r where r.departement = a.departement and r.allocataire = a.id and r.type_contrat = 'INDEPENDANT'
      and r.debut <= $2::date and (r.fin is null or r.fin >= $2::date) limit 1) as independant,
    ${dite("enfantsACharge")}::int as "enfantsACharge", ${dite("sansDomicileFixe")}::boolean as "sansDomicileFixe"
  from allocataires.allocataire a
  left join lateral (select * from allocataires.diagnostic d where d.departement = a.departement and d.allocataire = a.id
    order by d.etabli_le desc, d.recue_le desc, d.id limit 1) d on true
  where a.id = any ($1::uuid[])`;

type FaitsDUnDepartement = Faits & { departement: string };

const tablesEnVigueur = (tx: Transaction, departements: readonly string[], jour: string): Promise<Table[]> =>
  tx.rows<Table>(EN_VIGUEUR, [departements, jour]);
const lireFaits = (tx: Transaction, allocataires: readonly string[], jour: string): Promise<FaitsDUnDepartement[]> =>
  tx.rows<FaitsDUnDepartement>(FAITS, [allocataires, jour]);

function aviser(faits: Faits, table: Table | undefined, jour: string): Preconisation | null {
  const avis = table ? preconiser(table.regles ?? [], criteresDe(faits, jour)) : null;
  return avis && { version: table!.version, ...avis };
}

/** What the aid proposes for each person today; null when it proposes nothing. Two statements for any number of people. */
export const preconisationParAllocataire = defineLoader<string, Preconisation | null>(async (ids, tx, ctx) => {
  const jour = ctx.today();
  const faits = await lireFaits(tx, ids, jour);
  const tables = await tablesEnVigueur(tx, [...new Set(faits.map((f) => f.departement))], jour);
  return parCle(ids, faits, (f) => f.allocataire).map(
    (f) =>
      f &&
      aviser(
        f,
        tables.find((t) => t.departement === f.departement),
        jour,
      ),
  );
});

/** The same for one person, in a writing transaction; her facts are not read where the département has no table. */
export async function preconisationDe(
  tx: Transaction,
  { departement, allocataire }: { departement: string; allocataire: string },
  jour: string,
): Promise<Preconisation | null> {
  const [table] = await tablesEnVigueur(tx, [departement], jour);
  if (!table) return null;
  const [faits] = await lireFaits(tx, [allocataire], jour);
  return faits ? aviser(faits, table, jour) : null;
}
