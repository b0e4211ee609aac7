import { addDays } from "../../shared/civil-date";
import type { Transaction } from "../../shared/database";
import { civilDateIn, zoneOf } from "../../shared/time-zone";
import { LIMITES_CRENEAUX } from "../creneau/creneau";
import { verrouCreneaux } from "../creneau/creneau.repository";
import { dureesDefinies } from "../duree/duree.repository";
import { type Durees, dureesDe } from "../duree/durees";
import { verrouiller } from "../reception.repository";
import { assembler, type CreneauDAgenda, concerne, creneauxDePlage } from "./decoupage";
import { etendre, type Fenetre } from "./expansion";
import type { AbsenceRecue, PlageRecue } from "./plage";

/** A place where an organisme receives. */
export interface Site {
  departement: string;
  organisme: string;
  codeInsee: string | null;
  lieu: string | null;
}

type PlageEcrite = Omit<PlageRecue, "lieu"> & Site & { id: string };

const SITE = `jsonb_to_recordset($1::jsonb) s (departement text, organisme text, "codeInsee" text, lieu text)`;
const DU_SITE = (t: string) =>
  `${t}.departement = s.departement and ${t}.organisme = s.organisme and ${t}.code_insee is not distinct from s."codeInsee" and ${t}.lieu is not distinct from s.lieu`;
const HEURES = (t: string) =>
  `${t}.premier_jour::text as "premierJour", ${t}.debut, ${t}.fin, ${t}.rrule, ${t}.exclus, ${t}.ajoutes, ${t}.fuseau`;

/** The days for which openings give slots: today, in the département, and as many as can be read at once. */
export function horizon(departement: string, maintenant: Date): Fenetre {
  const du = civilDateIn(maintenant, zoneOf(departement));
  return { du, au: addDays(du, LIMITES_CRENEAUX.jours - 1) };
}

/** Makes again the slots of places from their openings and absences: those that stay keep their id. Whoever takes one there waits.
 * Depends on the openings, the absences and the day only: run again, it changes nothing. */
export async function refaireCreneaux(tx: Transaction, sites: readonly Site[], maintenant: Date): Promise<Changement[]> {
  if (sites.length === 0) return [];
  await verrouiller(
    tx,
    sites.map((site) => verrouCreneaux(site.organisme)),
  );
  const plages = await plagesDe(tx, sites);
  const absences = await absencesDe(tx, plages);
  const definies = Map.groupBy(await dureesDefinies(tx, [...new Set(sites.map((s) => s.departement))]), (d) => d.departement);
  const trop: string[] = [];
  const creneaux = sites.flatMap((site) => {
    const siennes = plages.filter((p) => cleDuSite(p) === cleDuSite(site));
    return assembler(
      siennes.flatMap((plage) => deLaPlage(plage, absences, dureesDe(definies.get(site.departement) ?? []), maintenant, trop)),
    ).map((c) => ({
      ...c,
      ...site,
      source: siennes[0]!.systeme,
    }));
  });
  await marquer(tx, plages, trop);
  return ecrire(tx, sites, creneaux.map(ligne), maintenant);
}

/** Every place of a département that has openings. */
export const tousLesSites = (tx: Transaction, departement: string): Promise<Site[]> =>
  tx.rows(
    `select distinct departement, organisme, code_insee as "codeInsee", lieu from rendez_vous.plage where departement = $1 order by 2, 3, 4`,
    [departement],
  );

const cleDuSite = ({ departement, organisme, codeInsee, lieu }: Site) => JSON.stringify([departement, organisme, codeInsee, lieu]);

function deLaPlage(
  plage: PlageEcrite,
  absences: readonly AbsenceRecue[],
  durees: Durees,
  maintenant: Date,
  trop: string[],
): CreneauDAgenda[] {
  const fenetre = horizon(plage.departement, maintenant);
  const recue = { ...plage, lieu: null };
  const absente = absences
    .filter((absence) => concerne(absence, recue))
    .flatMap((absence) => etendre(absence, { du: addDays(fenetre.du, -1), au: addDays(fenetre.au, 1) }, absence.dernierJour));
  const creneaux = creneauxDePlage(recue, absente, fenetre, durees);
  if (!creneaux) trop.push(plage.id);
  return creneaux ?? [];
}

type Creneau = Omit<CreneauDAgenda, "agenda" | "places"> & Site & { agendas: { agenda: string; places: number }[]; source: string };
const PLACES_MAXIMUM = 500;

const ligne = ({ agendas, ...c }: Creneau) => ({
  ...c,
  agenda: `${c.modalite}|${c.codeInsee ?? ""}|${c.lieu ?? ""}`,
  places: Math.min(
    agendas.reduce((n, a) => n + a.places, 0),
    PLACES_MAXIMUM,
  ),
  agendas,
});

function plagesDe(tx: Transaction, sites: readonly Site[]): Promise<PlageEcrite[]> {
  return tx.rows(
    `select p.departement, p.id, p.systeme, p.identifiant, p.organisme, p.agent, p.lieu, p.code_insee as "codeInsee", p.motifs, p.places,
       p.jours_feries as "joursFeries", ${HEURES("p")} from rendez_vous.plage p join ${SITE} on ${DU_SITE("p")}
     where p.defaut is distinct from 'RETIREE' order by p.systeme, p.identifiant`,
    [JSON.stringify(sites)],
  );
}

function absencesDe(tx: Transaction, plages: readonly PlageEcrite[]): Promise<AbsenceRecue[]> {
  return tx.rows(
    `select a.departement, a.systeme, a.identifiant, a.organisme, a.agent, a.dernier_jour::text as "dernierJour", ${HEURES("a")}
     from rendez_vous.absence a
     where a.defaut is null and (
       exists (select from unnest($1::text[], $2::text[]) x (systeme, agent) where x.systeme = a.systeme and x.agent = a.agent)
       or a.agent is null and exists (select from unnest($3::text[], $4::text[]) x (departement, organisme)
         where x.departement = a.departement and x.organisme = a.organisme))`,
    [plages.map((p) => p.systeme), plages.map((p) => p.agent), plages.map((p) => p.departement), plages.map((p) => p.organisme)],
  );
}

/** An opening that would give too many slots gives none, and says so. */
async function marquer(tx: Transaction, plages: readonly PlageEcrite[], trop: readonly string[]): Promise<void> {
  await tx.execute(
    `update rendez_vous.plage set defaut = case when id = any ($2::uuid[]) then 'TROP_DE_CRENEAUX' end
     where id = any ($1::uuid[]) and (defaut is null or defaut = 'TROP_DE_CRENEAUX') and (defaut is null) = (id = any ($2::uuid[]))`,
    [plages.map((p) => p.id), trop],
  );
}

const VOULU = `jsonb_to_recordset($1::jsonb) v (departement text, organisme text, famille text, modalite text, debut timestamptz, fin timestamptz,
  "codeInsee" text, lieu text, agenda text, places int, source text, agendas jsonb)`;
const MEME = `c.departement = v.departement and c.organisme = v.organisme and c.famille = v.famille and c.agenda = v.agenda and c.debut = v.debut and c.fin = v.fin`;
const AGENDAS = `select c.departement, c.id, a.agenda, c.organisme, a.places from ${VOULU}
  cross join lateral jsonb_to_recordset(v.agendas) a (agenda text, places int)
  join rendez_vous.creneau c on ${MEME} and c.origine = 'PLAGE'`;

/** What changed in the slots of an organisme. */
export interface Changement {
  departement: string;
  organisme: string;
  publies: number;
  retires: number;
}

/** Four statements, whatever the number of places. */
async function ecrire(tx: Transaction, sites: readonly Site[], creneaux: readonly object[], le: Date): Promise<Changement[]> {
  const voulus = JSON.stringify(creneaux);
  const retires = await tx.rows<{ departement: string; organisme: string; n: number }>(
    `with retire as (delete from rendez_vous.creneau c using jsonb_to_recordset($2::jsonb) s (departement text, organisme text, "codeInsee" text, lieu text)
       where ${DU_SITE("c")} and c.origine = 'PLAGE' and not exists (select from ${VOULU} where ${MEME}) returning c.departement, c.organisme)
     select departement, organisme, count(*)::int as n from retire group by 1, 2`,
    [voulus, JSON.stringify(sites)],
  );
  const publies = await tx.rows<{ departement: string; organisme: string; n: number }>(
    `with ajoute as (
       insert into rendez_vous.creneau as t (departement, organisme, famille, modalite, debut, fin, places, code_insee, lieu, origine, source, publie_le)
       select departement, organisme, famille, modalite, debut, fin, places, "codeInsee", lieu, 'PLAGE', source, $2 from ${VOULU}
       on conflict on constraint un_creneau_par_heure do update set places = excluded.places, source = excluded.source, publie_le = excluded.publie_le
       where t.places <> excluded.places returning t.departement, t.organisme)
     select departement, organisme, count(*)::int as n from ajoute group by 1, 2`,
    [voulus, le],
  );
  await tx.execute(
    `insert into rendez_vous.creneau_agenda as t (departement, creneau, agenda, organisme, places) ${AGENDAS}
     on conflict (departement, creneau, agenda) do update set places = excluded.places where t.places <> excluded.places`,
    [voulus],
  );
  await tx.execute(
    `delete from rendez_vous.creneau_agenda t using (
       select c.departement, c.id, array(select a.agenda from jsonb_to_recordset(v.agendas) a (agenda text)) as agendas
       from ${VOULU} join rendez_vous.creneau c on ${MEME} and c.origine = 'PLAGE') v
     where t.departement = v.departement and t.creneau = v.id and t.agenda <> all (v.agendas)`,
    [voulus],
  );
  const parOrganisme = new Map<string, Changement>();
  const noter = (champ: "publies" | "retires") => (ligne: { departement: string; organisme: string; n: number }) => {
    const cle = `${ligne.departement} ${ligne.organisme}`;
    const { departement, organisme } = ligne;
    const changement = parOrganisme.get(cle) ?? { departement, organisme, publies: 0, retires: 0 };
    parOrganisme.set(cle, { ...changement, [champ]: changement[champ] + ligne.n });
  };
  publies.forEach(noter("publies"));
  retires.forEach(noter("retires"));
  return [...parOrganisme.values()].sort((a, b) => (a.organisme < b.organisme ? -1 : 1));
}
