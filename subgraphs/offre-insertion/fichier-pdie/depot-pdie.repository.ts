import { createHash } from "node:crypto";
import type pg from "pg";
import type { Marche } from "../pdie/pdie";
import type { Connu } from "./controle";
import type { Depot } from "./depot-catalogue.repository";
import { idDe } from "./fichiers";
import type { FicheLue, FinancementLu, SessionLue } from "./lignes-lues";

const CODES = `select 'structures' as fichier, substr(id, length($2) + 1) as code from offre_insertion.structure
    where departement = $1 and starts_with(id, $2) and retiree_le is null
  union all select 'fiches', code from offre_insertion.fiche_action where departement = $1 and retire_le is null
  union all select 'marches', reference from offre_insertion.marche where departement = $1 and retire_le is null
  union all select 'parcours', code from offre_insertion.parcours_local where departement = $1`;
const PLACES = `select x.code, x.places_financees as financees, x.places_occupees as occupees, coalesce(s.type, '') like 'aide-%' as aide
  from offre_insertion.pdie x join offre_insertion.service s on s.id = x.offre
  where x.departement = $1 and x.code is not null order by x.offre for update of x`;
const INSCRITS = `select x.code as offre, s.code, s.inscrits from offre_insertion.session s join offre_insertion.pdie x on x.offre = s.offre
  where s.departement = $1 and s.code is not null order by s.id for update of s`;

/** What the hub holds of a département. Places and seats are locked until the end of the transaction: nobody takes one while the file is checked. */
export async function lireConnu(client: pg.ClientBase, { departement, jour }: Depot): Promise<Connu> {
  const codes = (await client.query<{ fichier: string; code: string }>(CODES, [departement, idDe(departement, "")])).rows;
  const offres = (await client.query<{ code: string; aide: boolean; financees: number | null; occupees: number }>(PLACES, [departement]))
    .rows;
  const sessions = (await client.query<{ offre: string; code: string; inscrits: number }>(INSCRITS, [departement])).rows;
  const de = (fichier: string) => new Set(codes.filter((c) => c.fichier === fichier).map(({ code }) => code));
  return {
    structures: de("structures"),
    fiches: de("fiches"),
    marches: de("marches"),
    parcours: de("parcours"),
    offres: new Map(offres.map(({ code, aide: _, ...places }) => [code, places])),
    aides: new Set(offres.filter(({ aide }) => aide).map(({ code }) => code)),
    sessions: new Map(sessions.map(({ offre, code, inscrits }) => [`${offre} ${code}`, inscrits])),
    annee: Number(jour.slice(0, 4)),
  };
}

const FICHES = `insert into offre_insertion.fiche_action as f (departement, code, intitule, programme, axe, budget_centimes)
  select $1, r.code, r.intitule, r.programme, r.axe, r."budgetCentimes"
  from jsonb_to_recordset($2::jsonb) r(code text, intitule text, programme text, axe text, "budgetCentimes" bigint)
  on conflict (departement, code) do update set (intitule, programme, axe, budget_centimes, retire_le)
    = (excluded.intitule, excluded.programme, excluded.axe, excluded.budget_centimes, null)
  where (f.intitule, f.programme, f.axe, f.budget_centimes, f.retire_le)
    is distinct from (excluded.intitule, excluded.programme, excluded.axe, excluded.budget_centimes, null)`;

const MARCHES = `insert into offre_insertion.marche as m (departement, reference, nature, objet, titulaire, debut, fin, montant_centimes)
  select $1, r.reference, r.nature, r.objet, r.titulaire, r.debut, r.fin, r."montantCentimes"
  from jsonb_to_recordset($2::jsonb) r(reference text, nature text, objet text, titulaire text, debut date, fin date, "montantCentimes" bigint)
  on conflict (departement, reference) do update set (nature, objet, titulaire, debut, fin, montant_centimes, retire_le)
    = (excluded.nature, excluded.objet, excluded.titulaire, excluded.debut, excluded.fin, excluded.montant_centimes, null)
  where (m.nature, m.objet, m.titulaire, m.debut, m.fin, m.montant_centimes, m.retire_le)
    is distinct from (excluded.nature, excluded.objet, excluded.titulaire, excluded.debut, excluded.fin, excluded.montant_centimes, null)`;

const FINANCEMENTS = `insert into offre_insertion.financement as f (departement, cible, code, exercice, type, nom, montant_centimes)
  select $1, r.cible, r.code, r.exercice, r.type, r.nom, r."montantCentimes"
  from jsonb_to_recordset($2::jsonb) r(cible text, code text, exercice int, type text, nom text, "montantCentimes" bigint)
  on conflict (departement, cible, code, exercice, type, nom) do update set montant_centimes = excluded.montant_centimes, retire_le = null
  where f.montant_centimes is distinct from excluded.montant_centimes or f.retire_le is not null`;

const SESSIONS = `insert into offre_insertion.session as s (id, departement, offre, code, debut, fin, lieu, capacite)
  select r.id, $1, r.offre, r.code, r.debut, r.fin, r.lieu, r.capacite
  from jsonb_to_recordset($2::jsonb) r(id uuid, offre text, code text, debut timestamptz, fin timestamptz, lieu text, capacite int)
  on conflict (id) do update set (debut, fin, lieu, capacite, retiree_le) = (excluded.debut, excluded.fin, excluded.lieu, excluded.capacite, null)
  where (s.debut, s.fin, s.lieu, s.capacite, s.retiree_le) is distinct from (excluded.debut, excluded.fin, excluded.lieu, excluded.capacite, null)`;

async function changees(client: pg.ClientBase, sql: string, departement: string, lignes: readonly object[]): Promise<number> {
  return (await client.query(sql, [departement, JSON.stringify(lignes)])).rowCount ?? 0;
}

export const ecrireFiches = (client: pg.ClientBase, lues: readonly FicheLue[], { departement }: Depot) =>
  changees(client, FICHES, departement, lues);

export const ecrireMarches = (client: pg.ClientBase, lus: readonly Marche[], { departement }: Depot) =>
  changees(client, MARCHES, departement, lus);

/** The id of an offer stands for its code: the department's own key is enough for a fiche. */
export const codeFinance = (departement: string, { cible, code }: Pick<FinancementLu, "cible" | "code">): string =>
  cible === "OFFRE" ? idDe(departement, code) : code;

export const ecrireFinancements = (client: pg.ClientBase, lus: readonly FinancementLu[], { departement }: Depot) =>
  changees(
    client,
    FINANCEMENTS,
    departement,
    lus.map((f) => ({ ...f, code: codeFinance(departement, f) })),
  );

export const ecrireSessions = (client: pg.ClientBase, lues: readonly SessionLue[], { departement }: Depot) =>
  changees(
    client,
    SESSIONS,
    departement,
    lues.map((s) => ({ ...s, id: idDeSession(departement, s), offre: idDe(departement, s.offre) })),
  );

/** The same session keeps its id from one file to the next: prescriptions name it. */
function idDeSession(departement: string, { offre, code }: SessionLue): string {
  const hex = createHash("sha256").update(`pdie ${departement} ${offre} ${code}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
