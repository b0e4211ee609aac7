import type { Transaction } from "../../shared/database";
import { insertEvents } from "../../shared/journal";
import { verrouiller } from "../reception.repository";
import { agendaDePlage } from "./decoupage";
import { defautHeures } from "./expansion";
import type { AbsenceRecue, PlageRecue, SystemePlage } from "./plage";
import { refaireCreneaux, type Site, tousLesSites } from "./refaire-creneaux.repository";

export interface Retiree {
  systeme: SystemePlage;
  modele: "PlageOuverture" | "Absence";
  identifiant: string;
}

export interface Disponibilites {
  plages: readonly PlageRecue[];
  absences: readonly AbsenceRecue[];
  retirees: readonly Retiree[];
  /** When they were told. */
  le: Date;
}

/** Writes openings and absences, by system and id, the last of each counting, then makes again the slots of the places they concern.
 * What cannot be read is kept with its `defaut` and gives no slot. Told again, it changes nothing. */
export async function ecrireDisponibilites(tx: Transaction, d: Disponibilites): Promise<void> {
  const plages = dernieres(d.plages);
  const absences = dernieres(d.absences);
  if (plages.length + absences.length + d.retirees.length === 0) return;
  const cles = [...plages, ...absences, ...d.retirees].map((x) => `disponibilite ${x.systeme} ${x.identifiant}`);
  await verrouiller(tx, cles);
  const touchees = {
    plages: [...plages, ...d.retirees.filter((r) => r.modele === "PlageOuverture")],
    absences: [...absences, ...d.retirees.filter((r) => r.modele === "Absence")],
  };
  const avant = await sites(tx, touchees);
  await retirer(tx, d.retirees, d.le);
  await ecrirePlages(tx, plages, d.le);
  await ecrireAbsences(tx, absences, d.le);
  const apres = await sites(tx, touchees);
  const uniques = new Map([...avant, ...apres].map((site) => [JSON.stringify(site), site]));
  await refaireEtDire(tx, [...uniques.values()], d.le);
}

/** Makes again the slots of a whole département, whose lengths have changed. */
export const refaireTousLesCreneaux = async (tx: Transaction, departement: string, le: Date): Promise<void> =>
  refaireEtDire(tx, await tousLesSites(tx, departement), le);

/** Makes the slots of places again, and says what changed for each organisme. */
async function refaireEtDire(tx: Transaction, sites: readonly Site[], le: Date): Promise<void> {
  const changements = await refaireCreneaux(tx, sites, le);
  await insertEvents(
    tx,
    changements.map(({ departement, ...donnees }) => ({
      type: "DisponibilitesModifiees",
      departement,
      allocataire: null,
      donnees,
      survenuLe: le,
    })),
  );
}

const dernieres = <T extends { systeme: string; identifiant: string }>(recues: readonly T[]): T[] => [
  ...new Map(recues.map((r) => [`${r.systeme} ${r.identifiant}`, r])).values(),
];

type Cle = { systeme: string; identifiant: string };

/** The places of these openings, and those of the agents and organismes of these absences, as they stand. */
function sites(tx: Transaction, { plages, absences }: { plages: readonly Cle[]; absences: readonly Cle[] }): Promise<Site[]> {
  return tx.rows(
    `with dite as (select systeme, agent, departement, organisme from rendez_vous.absence
       join unnest($3::text[], $4::text[]) x (systeme, identifiant) using (systeme, identifiant))
     select distinct p.departement, p.organisme, p.code_insee as "codeInsee", p.lieu from rendez_vous.plage p
     where exists (select from unnest($1::text[], $2::text[]) x (systeme, identifiant) where x.systeme = p.systeme and x.identifiant = p.identifiant)
       or exists (select from dite d where d.systeme = p.systeme and d.agent = p.agent)
       or exists (select from dite d where d.agent is null and d.departement = p.departement and d.organisme = p.organisme)`,
    [plages.map((p) => p.systeme), plages.map((p) => p.identifiant), absences.map((a) => a.systeme), absences.map((a) => a.identifiant)],
  );
}

/** `defaut` of what was withdrawn in the hub: kept, without a slot, so that the same demand is answered again. */
export const RETIREE = "RETIREE";

const RETRAITS = {
  PlageOuverture: {
    garder: `update rendez_vous.plage t set defaut = '${RETIREE}', maj_le = $2 where t.systeme = 'HUB' and t.identifiant = any ($1::text[])`,
    oublier: `delete from rendez_vous.plage t using unnest($1::text[], $2::text[]) x (systeme, identifiant)
      where t.systeme = x.systeme and t.identifiant = x.identifiant`,
  },
  Absence: {
    garder: `update rendez_vous.absence t set defaut = '${RETIREE}', maj_le = $2 where t.systeme = 'HUB' and t.identifiant = any ($1::text[])`,
    oublier: `delete from rendez_vous.absence t using unnest($1::text[], $2::text[]) x (systeme, identifiant)
      where t.systeme = x.systeme and t.identifiant = x.identifiant`,
  },
} as const;

async function retirer(tx: Transaction, retirees: readonly Retiree[], le: Date): Promise<void> {
  for (const modele of ["PlageOuverture", "Absence"] as const) {
    const siennes = retirees.filter((r) => r.modele === modele);
    const duHub = siennes.filter((r) => r.systeme === "HUB");
    const autres = siennes.filter((r) => r.systeme !== "HUB");
    if (duHub.length > 0) await tx.execute(RETRAITS[modele].garder, [duHub.map((r) => r.identifiant), le]);
    if (autres.length > 0) await tx.execute(RETRAITS[modele].oublier, [autres.map((r) => r.systeme), autres.map((r) => r.identifiant)]);
  }
}

/** Longest name of a place that a slot carries. */
const LIEU_CARACTERES = 200;

/** A date or an hour that is none is kept as the first day of the calendar, with its defect: it gives no slot. */
function heures(h: PlageRecue | AbsenceRecue, defaut: string | null) {
  const { premierJour, debut, fin, rrule, fuseau, exclus = [], ajoutes = [] } = h;
  if (defaut === "HEURES_INVALIDES") return { premierJour: "1970-01-01", debut: "", fin: "", rrule, fuseau, exclus: [], ajoutes: [] };
  return { premierJour, debut, fin, rrule, fuseau, exclus, ajoutes };
}

async function ecrirePlages(tx: Transaction, plages: readonly PlageRecue[], le: Date): Promise<void> {
  if (plages.length === 0) return;
  const lignes = plages.map((p) => {
    const defaut = defautHeures(p);
    const lieu = (p.lieu?.nom ?? p.lieu?.adresse ?? "").trim().slice(0, LIEU_CARACTERES) || null;
    return {
      ...p,
      ...heures(p, defaut),
      defaut,
      lieu,
      codeInsee: p.lieu?.codeInsee ?? null,
      places: p.places ?? 1,
      joursFeries: p.joursFeries ?? false,
      agenda: agendaDePlage(p),
    };
  });
  await tx.execute(
    `insert into rendez_vous.plage as t (departement, systeme, identifiant, organisme, agent, agenda, lieu, code_insee, motifs, places, premier_jour, debut, fin,
       rrule, exclus, ajoutes, fuseau, jours_feries, defaut, maj_le)
     select departement, systeme, identifiant, organisme, agent, agenda, lieu, "codeInsee", motifs, places, "premierJour", debut, fin, rrule,
       exclus, ajoutes, fuseau, "joursFeries", defaut, $2
     from jsonb_to_recordset($1::jsonb) d (departement text, systeme text, identifiant text, organisme text, agent text, agenda text, lieu text,
       "codeInsee" text, motifs jsonb, places int, "premierJour" date, debut text, fin text, rrule text, exclus date[], ajoutes date[], fuseau text, "joursFeries" boolean,
       defaut text)
     on conflict on constraint une_plage_par_identifiant do update set departement = excluded.departement, organisme = excluded.organisme,
       agent = excluded.agent, agenda = excluded.agenda, lieu = excluded.lieu, code_insee = excluded.code_insee, motifs = excluded.motifs, places = excluded.places,
       premier_jour = excluded.premier_jour, debut = excluded.debut, fin = excluded.fin, rrule = excluded.rrule, exclus = excluded.exclus,
       ajoutes = excluded.ajoutes, fuseau = excluded.fuseau, jours_feries = excluded.jours_feries, defaut = excluded.defaut, maj_le = excluded.maj_le`,
    [JSON.stringify(lignes), le],
  );
}

async function ecrireAbsences(tx: Transaction, absences: readonly AbsenceRecue[], le: Date): Promise<void> {
  if (absences.length === 0) return;
  const lignes = absences.map((a) => {
    const defaut = defautHeures(a, a.dernierJour);
    return {
      ...a,
      ...heures(a, defaut),
      dernierJour: defaut === "HEURES_INVALIDES" ? null : a.dernierJour,
      defaut,
      organisme: a.organisme ?? null,
    };
  });
  await tx.execute(
    `insert into rendez_vous.absence as t (departement, systeme, identifiant, organisme, agent, premier_jour, dernier_jour, debut, fin, rrule, exclus,
       ajoutes, fuseau, defaut, maj_le)
     select departement, systeme, identifiant, organisme, agent, "premierJour", "dernierJour", debut, fin, rrule, exclus, ajoutes, fuseau, defaut, $2
     from jsonb_to_recordset($1::jsonb) d (departement text, systeme text, identifiant text, organisme text, agent text, "premierJour" date,
       "dernierJour" date, debut text, fin text, rrule text, exclus date[], ajoutes date[], fuseau text, defaut text)
     on conflict on constraint une_absence_par_identifiant do update set departement = excluded.departement, organisme = excluded.organisme,
       agent = excluded.agent, premier_jour = excluded.premier_jour, dernier_jour = excluded.dernier_jour, debut = excluded.debut, fin = excluded.fin,
       rrule = excluded.rrule, exclus = excluded.exclus, ajoutes = excluded.ajoutes, fuseau = excluded.fuseau, defaut = excluded.defaut,
       maj_le = excluded.maj_le`,
    [JSON.stringify(lignes), le],
  );
}
