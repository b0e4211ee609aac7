import type { Transaction } from "../../shared/database";
import { depasseesSql } from "./depassees.repository";
import { CODES_HORLOGE, type CodeHorloge, type Seuils } from "./horloge";

/** Whose late clocks; null does not filter. */
export interface FiltreDepassees {
  departement: string | null;
  code: string | null;
  organisme: string | null;
  referent: string | null;
}

/** A late clock of a person. `objet`: the contract or the sanction of which it is the clock. */
export interface Depassee {
  allocataire: string;
  code: CodeHorloge;
  objet: string | null;
}

const SUIVI = (champ: "organisme" | "referent", valeur: string) =>
  `(${valeur}::text is null or exists (select from allocataires.intervention i where i.departement = a.departement and i.allocataire = a.id
     and i.${champ} = ${valeur}::text and i.du <= $1::date and (i.au is null or i.au >= $1::date)))`;
const LIGNES = `from allocataires.allocataire a cross join lateral (select h.code, h.objet from ${depasseesSql("$1", "$2")}) d
  where a.canonique is null and ($3::text is null or a.departement = $3::text) and ($4::text is null or d.code = $4::text)
    and ${SUIVI("organisme", "$5")} and ${SUIVI("referent", "$6")}`;
const valeurs = (jour: string, seuils: Record<string, Seuils>, filtre: FiltreDepassees) => [
  jour,
  JSON.stringify(seuils),
  filtre.departement,
  filtre.code,
  filtre.organisme,
  filtre.referent,
];
const SANS_OBJET = "00000000-0000-0000-0000-000000000000";
const CLE = `array_position($7::text[], d.code), a.id, coalesce(d.objet, '${SANS_OBJET}')`;

/** One page of late clocks, in the order of the journey then of the people's ids, after the one given. */
export function pageDepassees(
  tx: Transaction,
  jour: string,
  seuils: Record<string, Seuils>,
  filtre: FiltreDepassees,
  page: { limite: number; apres: Depassee | null },
): Promise<Depassee[]> {
  return tx.rows<Depassee>(
    `select a.id as allocataire, d.code, d.objet ${LIGNES}
       and ($8::text is null or (${CLE}) > (array_position($7::text[], $8::text), $9::uuid, coalesce($10::uuid, '${SANS_OBJET}')))
     order by ${CLE} limit $11`,
    [
      ...valeurs(jour, seuils, filtre),
      CODES_HORLOGE,
      page.apres?.code ?? null,
      page.apres?.allocataire ?? null,
      page.apres?.objet ?? null,
      page.limite,
    ],
  );
}

/** How many clocks of each code are late. */
export function compterDepassees(
  tx: Transaction,
  jour: string,
  seuils: Record<string, Seuils>,
  filtre: FiltreDepassees,
): Promise<{ code: CodeHorloge; nombre: number }[]> {
  return tx.rows(`select d.code, count(*)::int as nombre ${LIGNES} group by d.code`, valeurs(jour, seuils, filtre));
}
