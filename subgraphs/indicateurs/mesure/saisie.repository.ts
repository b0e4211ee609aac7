import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import type { DefinitionDuContrat } from "./fiche";
import { connu } from "./sql/comptage";
import type { Territoire } from "./territoire";

/** An indicator that the hub does not compute, in a version (null: the last), for a year (null: the period is not one). */
export interface DemandeSaisie {
  code: string;
  version: number | null;
  territoire: Territoire;
  annee: number | null;
  anneeDeFin: number;
}

export interface ResultatDuContrat {
  definition: DefinitionDuContrat | null;
  /** Result entered for this year and territory. */
  resultat: number | null;
  cible: number | null;
  /** Every code that the contract defines. */
  codes: string[];
}

/** What the contract and the results entered say of indicators: one statement for all those of a territory. Null when the territory is not known. */
export const saisies = defineLoader<DemandeSaisie, ResultatDuContrat | null>(
  async (demandes, tx) => {
    const reponses = new Map<DemandeSaisie, ResultatDuContrat | null>();
    for (const code of new Set(demandes.map(({ territoire }) => territoire.code))) {
      const siennes = demandes.filter(({ territoire }) => territoire.code === code);
      const rows = await lire(tx, siennes);
      for (const [i, demande] of siennes.entries()) reponses.set(demande, rows[i]!.connu ? rows[i]! : null);
    }
    return demandes.map((demande) => reponses.get(demande)!);
  },
  ({ code, version, territoire, annee, anneeDeFin }) => [code, version, territoire.code, annee, anneeDeFin].join(" ") as never,
);

function lire(tx: Transaction, demandes: readonly DemandeSaisie[]): Promise<(ResultatDuContrat & { connu: boolean })[]> {
  const { territoire } = demandes[0]!;
  return tx.rows(SAISIE[territoire.sorte], [
    territoire.departement,
    territoire.code,
    demandes.map(({ code }) => code),
    demandes.map(({ version }) => version),
    demandes.map(({ annee }) => annee),
    demandes.map(({ anneeDeFin }) => anneeDeFin),
  ]);
}

const saisieSql = (
  sorte: Territoire["sorte"],
) => `select ${connu(sorte, "$2")} as connu, to_jsonb(d) as definition, r.valeur as resultat, c.valeur as cible,
    array(select code from indicateurs.definition where departement = $1 order by rang) as codes
  from unnest($3::text[], $4::int[], $5::int[], $6::int[]) with ordinality as demande (code, version, annee, annee_de_fin, n)
  left join lateral (
    select code, version, libelle, cadre, producteur, unite, numerateur, denominateur, regle_cohorte as "regleCohorte", source
    from indicateurs.definition d where departement = $1 and d.code = demande.code and (demande.version is null or d.version = demande.version)
    order by d.version desc limit 1
  ) d on true
  left join lateral (
    select valeur from indicateurs.resultat_retenu r
    where departement = $1 and r.code = demande.code and r.territoire = $2 and r.annee = demande.annee
  ) r on true
  left join indicateurs.cible c on c.departement = $1 and c.code = demande.code and c.annee = demande.annee_de_fin and $2::text = $1
  order by demande.n`;
const SAISIE = {
  departement: saisieSql("departement"),
  commune: saisieSql("commune"),
  groupe: saisieSql("groupe"),
  cohorte: saisieSql("cohorte"),
};
