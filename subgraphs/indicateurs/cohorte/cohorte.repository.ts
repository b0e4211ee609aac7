import type { Transaction } from "../../shared/database";
import { prescriptionsDe } from "../definitions/contrat/dispositifs";
import { DISPOSITIFS } from "../dispositif/dispositif";
import { faits } from "../projection/faits";
import type { DemandeCohorte } from "./critere";

export interface CohorteRow extends DemandeCohorte {
  effectif: number;
  exclues: number;
  par: string;
  creeeLe: Date;
  closeLe: Date | null;
}

const COLONNES = `departement, code, libelle, fixee_le as "fixeeLe", critere, temoin_de as "temoinDe", effectif, exclues, par,
  creee_le as "creeeLe", close_le as "closeLe"`;

export const cohortes = (tx: Transaction, departement: string): Promise<CohorteRow[]> =>
  tx.rows<CohorteRow>(`select ${COLONNES} from indicateurs.cohorte where departement = $1 order by creee_le desc, code`, [departement]);

export const cohorte = (tx: Transaction, departement: string, code: string): Promise<CohorteRow | null> =>
  tx.row<CohorteRow>(`select ${COLONNES} from indicateurs.cohorte where departement = $1 and code = $2`, [departement, code]);

/** People with rights and duties who are in the dispositif on the day ($2, and $3 the same day) and meet the criterion ($4), but those of a cohort ($5). */
const f = faits(false);
const PRESENTATION = "coalesce(e.notification, e.entree_dispositif, e.ouverture_droits)";
const demande = (champ: string, colonne: string) =>
  `(c.${champ} is null or ${colonne} = any (array(select jsonb_array_elements_text(to_jsonb(c.${champ})))))`;
const CANDIDATES = `critere as (
    select * from jsonb_to_record($4::jsonb) as c (communes text[], parcours text[], categories text[], organismes text[], action text,
      "entreeDu" date, "entreeAu" date, flux boolean)
  ), presente as (
    select distinct on (e.allocataire) e.allocataire, ${PRESENTATION} as entree, coalesce(e.flux, true) as flux, e.soumis_droits_devoirs
    from ${f.entree} e where e.departement = $1 and ${PRESENTATION} <= $2::date order by e.allocataire, e.rang desc
  ), candidate as (
    select x.allocataire, exists (
      select from indicateurs.cohorte_membre m where m.departement = $1 and m.cohorte = $5 and m.allocataire = x.allocataire) as deja
    from presente x cross join critere c
    left join ${f.localisation} l on l.departement = $1 and l.allocataire = x.allocataire and l.du <= $2::date and l.avant > $2::date
    left join lateral (
      select o.parcours, o.categorie, o.organisme from ${f.orientation} o
      where o.departement = $1 and o.allocataire = x.allocataire and o.decidee_le <= $2::date and (o.close_le is null or o.close_le > $2::date)
      order by o.decidee_le desc, o.rang desc, o.id limit 1
    ) o on true
    where x.soumis_droits_devoirs and not exists (select from publie.opposition r
        where r.departement = $1 and r.allocataire = x.allocataire and r.traitement = 'EVALUATION')
      and not exists (select from ${f.sortie} s where s.departement = $1 and s.allocataire = x.allocataire and s.date between x.entree and $2::date)
      and ${demande("communes", "l.code_insee")} and ${demande("parcours", "o.parcours")} and ${demande("categories", "o.categorie")}
      and ${demande("organismes", "o.organisme")} and (c.flux is null or c.flux = x.flux)
      and (c."entreeDu" is null or x.entree >= c."entreeDu") and (c."entreeAu" is null or x.entree <= c."entreeAu")
      and (c.action is null or exists (
        select from ${prescriptionsDe(f, DISPOSITIFS)} where p.allocataire = x.allocataire and p.dispositif = c.action and p.demarree_le <= $3::date))
  )`;

/** Writes the cohort and its members, in one statement each. Returns how many people it has and how many it left out; null when the code is taken. */
export async function fixer(
  tx: Transaction,
  { departement, code, libelle, fixeeLe, critere, temoinDe }: DemandeCohorte,
  par: string,
  le: Date,
): Promise<{ effectif: number; exclues: number } | null> {
  const creee = await tx.row(
    `insert into indicateurs.cohorte (departement, code, libelle, fixee_le, critere, temoin_de, effectif, exclues, par, creee_le)
     values ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8) on conflict do nothing returning code`,
    [departement, code, libelle.trim(), fixeeLe, JSON.stringify(critere), temoinDe, par, le],
  );
  if (!creee) return null;
  return tx.row<{ effectif: number; exclues: number }>(
    `with ${CANDIDATES}, membre as (
       insert into indicateurs.cohorte_membre (departement, cohorte, allocataire) select $1, $6, allocataire from candidate where not deja
     ), compte as (
       select count(*) filter (where not deja)::int as effectif, count(*) filter (where deja)::int as exclues from candidate
     )
     update indicateurs.cohorte t set effectif = k.effectif, exclues = k.exclues from compte k where t.departement = $1 and t.code = $6
     returning t.effectif, t.exclues`,
    [departement, fixeeLe, fixeeLe, JSON.stringify(critere), temoinDe ?? "", code],
  );
}

/** A cohort that holds this one, or is held by it, but for 1 to `seuil` − 1 people; null when there is none. */
export async function presqueLaMeme(tx: Transaction, departement: string, code: string, seuil: number): Promise<string | null> {
  const row = await tx.row<{ code: string }>(
    `select a.code from indicateurs.cohorte n
     join indicateurs.cohorte a on a.departement = n.departement and a.code <> n.code and abs(a.effectif - n.effectif) between 1 and $3::int - 1
     cross join lateral (
       select count(*) filter (where y.allocataire is null)::int as de_moins from indicateurs.cohorte_membre x
       left join indicateurs.cohorte_membre y on y.departement = x.departement and y.allocataire = x.allocataire
         and y.cohorte = case when a.effectif > n.effectif then a.code else n.code end
       where x.departement = n.departement and x.cohorte = case when a.effectif > n.effectif then n.code else a.code end
     ) e
     where n.departement = $1 and n.code = $2 and e.de_moins = 0 order by a.code limit 1`,
    [departement, code, seuil],
  );
  return row?.code ?? null;
}

/** Closes a cohort: its figures stay. False when it was closed, or is not there. */
export async function clore(tx: Transaction, departement: string, code: string, le: Date): Promise<boolean> {
  const row = await tx.row(
    "update indicateurs.cohorte set close_le = $3 where departement = $1 and code = $2 and close_le is null returning code",
    [departement, code, le],
  );
  return row !== null;
}

/** Takes back a cohort that was refused once counted. */
export async function defaire(tx: Transaction, departement: string, code: string): Promise<void> {
  await tx.execute("delete from indicateurs.cohorte_membre where departement = $1 and cohorte = $2", [departement, code]);
  await tx.execute("delete from indicateurs.cohorte where departement = $1 and code = $2", [departement, code]);
}
