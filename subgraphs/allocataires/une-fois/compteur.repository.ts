import { defineLoader } from "../../shared/context";
import type { Formulaire } from "../vocabulaire";

/** A form that is being filled for a person. The counter keeps the numbers, never the person: she only says that one operation counts her once. */
export interface FormulaireServi {
  departement: string;
  allocataire: string;
  formulaire: Formulaire;
  demandees: number;
  /** Known and readable by the caller. */
  servies: number;
  /** Of those served, the ones to confirm. */
  perimees: number;
  /** Known, but the caller may not read them. */
  masquees: number;
}

/** Counts the forms of an operation, in one statement. Each process of PostgreSQL has its own line of the day: nobody waits. */
export const formulaireServi = defineLoader<FormulaireServi, null>(
  async (servis, tx, ctx) => {
    await tx.rows(
      `insert into allocataires.donnee_servie as c (departement, le, formulaire, formulaires, demandees, servies, perimees, masquees)
       select s.departement, $2::date, s.formulaire, count(*), sum(s.demandees), sum(s.servies), sum(s.perimees), sum(s.masquees)
       from jsonb_to_recordset($1::jsonb) s (departement text, formulaire text, demandees int, servies int, perimees int, masquees int)
       group by s.departement, s.formulaire order by s.departement, s.formulaire
       on conflict (departement, le, formulaire, processus) do update set formulaires = c.formulaires + excluded.formulaires,
         demandees = c.demandees + excluded.demandees, servies = c.servies + excluded.servies, perimees = c.perimees + excluded.perimees,
         masquees = c.masquees + excluded.masquees`,
      [JSON.stringify(servis.map(({ allocataire: _, ...compte }) => compte)), ctx.today()],
    );
    return servis.map(() => null);
  },
  ({ allocataire, formulaire }) => `${allocataire} ${formulaire}` as never,
);
