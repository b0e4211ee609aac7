import type pg from "pg";

/** An agency, by the three codes that systems know it by. */
export interface AgenceLue {
  /** AURORE. */
  code: string;
  codeSafir: string | null;
  siret: string | null;
}

// An organisme whose codes designate two agencies is left as it is: which one it is, somebody must say.
const COMPLETER = `with agence as (select * from jsonb_to_recordset($2::jsonb) a (code text, "codeSafir" text, siret text)),
  connue as (
    select distinct o.id as organisme, a.code, a."codeSafir", a.siret
    from allocataires.organisme o
    join allocataires.organisme_code c on c.departement = o.departement and c.organisme = o.id
    join agence a on (c.systeme = 'AURORE' and upper(c.valeur) = upper(a.code)) or (c.systeme = 'SAFIR' and c.valeur = a."codeSafir")
      or (c.systeme = 'SIRET' and c.valeur = a.siret)
    where o.departement = $1 and o.type = 'FRANCE_TRAVAIL'),
  certaine as (select * from connue k where not exists (select from connue autre where autre.organisme = k.organisme and autre.code <> k.code))
  insert into allocataires.organisme_code (departement, organisme, systeme, valeur)
  select $1, k.organisme, v.systeme, v.valeur from certaine k
  cross join lateral (values ('AURORE', k.code, '^[A-Za-z]{3}[0-9]{4}$'), ('SAFIR', k."codeSafir", '^[0-9]{5}$'), ('SIRET', k.siret, '^[0-9]{14}$')) v (systeme, valeur, forme)
  where v.valeur ~ v.forme
  on conflict (departement, organisme, systeme) do nothing`;

/** Completes the codes of France Travail's organismes from its list of agencies; a code that somebody gave stays. Returns how many were added. */
export const completerLesCodes = async (client: pg.ClientBase, departement: string, agences: readonly AgenceLue[]): Promise<number> =>
  (await client.query(COMPLETER, [departement, JSON.stringify(agences)])).rowCount ?? 0;
