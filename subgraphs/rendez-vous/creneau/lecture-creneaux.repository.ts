import { addDays } from "../../shared/civil-date";
import type { Transaction } from "../../shared/database";
import { civilDateIn, wallInstant, zoneOf } from "../../shared/time-zone";
import type { FamilleMotif } from "../correspondances-rdv";
import { verrouiller } from "../reception.repository";
import type { CreneauOccupe } from "./creneau";
import { verrouCreneaux } from "./creneau.repository";
import { cleAgenda, type Offre, type Prise, placesLibres } from "./occupation";

interface CreneauStocke extends Offre {
  codeInsee: string | null;
  lieu: string | null;
  /** Agenda as an appointment keeps it; a slot of openings has one for each agent. */
  agenda: string;
  origine: "PUBLICATION" | "PLAGE";
}

export interface CreneauRow extends CreneauStocke {
  restantes: number;
}

/** First instant of `du` and first instant after `au`, in the département. */
export function bornesDesJours(departement: string, du: string, au: string): { debut: Date; fin: Date } {
  const zone = zoneOf(departement);
  return { debut: wallInstant(du, "00:00", zone), fin: wallInstant(addDays(au, 1), "00:00", zone) };
}

/** The whole days, in the département, that hold a duration: what is taken at an hour does not depend on what was asked around it. */
function joursEntiers(departement: string, debut: Date, fin: Date): { debut: Date; fin: Date } {
  const zone = zoneOf(departement);
  return bornesDesJours(departement, civilDateIn(debut, zone), civilDateIn(new Date(fin.getTime() - 1), zone));
}

const OFFRES = `select c.id, c.organisme, c.famille, c.modalite, c.debut, c.fin, c.code_insee as "codeInsee", c.lieu, c.agenda, c.origine,
    coalesce(a.agendas, jsonb_build_array(jsonb_build_object('agenda', c.agenda, 'places', c.places))) as agendas
  from rendez_vous.creneau c
  left join lateral (select jsonb_agg(jsonb_build_object('agenda', x.agenda, 'places', x.places)) as agendas from rendez_vous.creneau_agenda x
    where c.origine = 'PLAGE' and x.departement = c.departement and x.creneau = c.id) a on true
  where c.departement = $1 and c.famille = any ($2::text[]) and c.debut < $4 and c.fin > $3 and c.debut > $3::timestamptz - interval '12 hours'
    and ($5::text[] is null or c.organisme = any ($5::text[]))
  order by c.debut, c.id`;

interface Fenetre {
  departement: string;
  du: Date;
  au: Date;
}

async function offres(
  tx: Transaction,
  f: Fenetre,
  familles: readonly string[],
  organismes: readonly string[] | null,
): Promise<CreneauStocke[]> {
  const rows = await tx.rows<CreneauStocke>(OFFRES, [f.departement, familles, f.du, f.au, organismes]);
  for (const row of rows)
    row.agendas = row.agendas.map((a) => ({ ...a, agenda: cleAgenda(row.organisme, row.famille, a.agenda, row.origine) }));
  return rows;
}

/** An appointment taken in a published slot keeps the agenda of the slot: what is offered, where. */
const PUBLIEE = /^(PHYSIQUE|TELEPHONE|VISIO)\|/;

async function prises(tx: Transaction, f: Fenetre, sauf: string | null): Promise<Prise[]> {
  const rows = await tx.rows<Prise>("select * from rendez_vous.prises($1, null, $2, $3, $4)", [f.departement, f.du, f.au, sauf]);
  for (const row of rows)
    if (row.agenda && PUBLIEE.test(row.agenda)) row.agenda = cleAgenda(row.organisme, row.famille, row.agenda, "PUBLICATION");
  return rows;
}

/** Slots of other families where appointments that name no agenda may have taken the time of the same agents. */
async function offresDesAutres(tx: Transaction, f: Fenetre, siennes: readonly Offre[], rendezVous: readonly Prise[]): Promise<Offre[]> {
  const ici = new Set(siennes.map((o) => o.organisme));
  const familles = new Set(siennes.map((o) => o.famille));
  const autres = rendezVous.filter((p) => p.agents.length === 0 && !familles.has(p.famille) && ici.has(p.organisme));
  if (autres.length === 0) return [];
  return offres(tx, f, [...new Set(autres.map((p) => p.famille))], [...new Set(autres.map((p) => p.organisme))]);
}

type Occupe = CreneauStocke & { libres: { agenda: string; restantes: number }[] };

async function occuper(tx: Transaction, f: Fenetre, creneaux: readonly CreneauStocke[], sauf: string | null): Promise<Occupe[]> {
  if (creneaux.length === 0) return [];
  const rendezVous = await prises(tx, f, sauf);
  const libres = placesLibres([...creneaux, ...(await offresDesAutres(tx, f, creneaux, rendezVous))], rendezVous);
  return creneaux.map((creneau) => ({ ...creneau, libres: libres.get(creneau.id)! }));
}

export interface LectureCreneaux {
  departement: string;
  famille: FamilleMotif;
  /** Instants: from, included, to, excluded. */
  du: Date;
  au: Date;
  organisme: string | null;
  codeInsee: string | null;
  modalite: string | null;
  /** Last slot already given. */
  apres: { id: string; debut: Date } | null;
  maintenant: Date;
  limite: number;
}

/** Slots whose places are counted first; the others only when those are not enough. */
const PREMIERE_FENETRE = 600;
const AU_PLUS_LOIN = `select c.debut from rendez_vous.creneau c where c.departement = $1 and c.famille = $2 and c.debut >= $3 and c.debut < $4
    and ($5::text is null or c.organisme = $5) order by c.debut, c.id offset ${PREMIERE_FENETRE} limit 1`;

/** Free slots to come, by hour: at most seven statements, whatever their number. */
export async function creneauxLibres(tx: Transaction, l: LectureCreneaux): Promise<CreneauRow[]> {
  const depart = [l.du, l.maintenant, l.apres?.debut ?? l.du].reduce((a, b) => (a > b ? a : b));
  if (depart >= l.au) return [];
  const [loin] = await tx.rows<{ debut: Date }>(AU_PLUS_LOIN, [l.departement, l.famille, depart, l.au, l.organisme]);
  const coupe = loin ? joursEntiers(l.departement, loin.debut, new Date(loin.debut.getTime() + 1)).fin : l.au;
  const libres = await libresEntre(tx, l, depart, coupe);
  if (libres.length < l.limite && coupe < l.au) libres.push(...(await libresEntre(tx, l, coupe, l.au)));
  return libres.slice(0, l.limite);
}

async function libresEntre(tx: Transaction, l: LectureCreneaux, du: Date, au: Date): Promise<CreneauRow[]> {
  const jours = joursEntiers(l.departement, du, au);
  const f = { departement: l.departement, du: jours.debut, au: jours.fin };
  const creneaux = await occuper(tx, f, await offres(tx, f, [l.famille], l.organisme === null ? null : [l.organisme]), null);
  const debutMinimal = du > l.du ? du : l.du;
  return creneaux
    .filter((c) => c.debut >= debutMinimal && c.debut < au && c.debut > l.maintenant && (!l.apres || suit(c, l.apres)))
    .filter((c) => (l.codeInsee === null || c.codeInsee === l.codeInsee) && (l.modalite === null || c.modalite === l.modalite))
    .map(({ libres, ...c }) => ({ ...c, restantes: libres.reduce((n, a) => n + a.restantes, 0) }))
    .filter((c) => c.restantes > 0);
}

const suit = (c: { id: string; debut: Date }, apres: { id: string; debut: Date }) =>
  c.debut.getTime() === apres.debut.getTime() ? c.id > apres.id : c.debut > apres.debut;

/** The agendas of an organisme at the hour of an appointment, full ones included, one line for each slot and agenda.
 * Whoever else takes or publishes one there waits, and whoever takes the time of the same agents elsewhere. */
export async function creneauxALHeure(
  tx: Transaction,
  p: { departement: string; organisme: string; famille: FamilleMotif; debut: Date; fin: Date; sauf: string | null },
): Promise<CreneauOccupe[]> {
  await verrouiller(tx, [verrouCreneaux(p.organisme)]);
  const jours = joursEntiers(p.departement, p.debut, p.fin);
  const f = { departement: p.departement, du: jours.debut, au: jours.fin };
  const duJour = await offres(tx, f, [p.famille], [p.organisme]);
  const agents = duJour
    .filter((c) => c.origine === "PLAGE" && c.debut < p.fin && p.debut < c.fin)
    .flatMap((c) => c.agendas.map((a) => a.agenda));
  if (agents.length > 0)
    await verrouiller(
      tx,
      agents.map((agent) => `agenda ${agent}`),
    );
  return (await occuper(tx, f, duJour, p.sauf)).flatMap(({ libres, ...c }) =>
    libres.map(({ agenda, restantes }) => ({ ...c, agenda: c.origine === "PLAGE" ? agenda : c.agenda, restantes })),
  );
}
