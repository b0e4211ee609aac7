import type pg from "pg";
import type { Clock } from "../../shared/clock";
import type { SystemeSource } from "../../shared/contrat/enums";
import { insertConsultation, insertEvents } from "../../shared/journal";
import type { Log } from "../../shared/log";
import { DEJA_INSCRIT } from "../../shared/operateur";
import { newOperation } from "../../shared/operation";
import { type RunningWork, startPeriodicWork } from "../../shared/periodic-work";
import { zoneOf } from "../../shared/time-zone";
import type { Ecrivain } from "../convocation/etapes.repository";
import { auNomDuHub } from "../convocation/hub.repository";
import { suivreConvocations } from "../convocation/suivre-convocations.repository";
import { bornesDesJours } from "../creneau/lecture-creneaux.repository";
import { donneesEvenement } from "../noter-changements";
import { verrouiller, verrouPersonne } from "../reception.repository";
import type { Reunion } from "../reunion/reunion";
import { inscrire, lireReunions } from "../reunion/reunion.repository";
import { type CampagneRow, campagneATraiter, ecrireIssues, suivantes, terminer, verrouillerReunions } from "./campagne.repository";
import { candidates } from "./candidates.repository";
import { type Affectation, repartir } from "./repartir";
import { communesPilotes } from "./territoires";

/** People convened in one transaction: what is done stays done when the process dies. */
const LOT = 200;
/** More than a département plans in a quarter. */
const REUNIONS_MAXIMUM = 2_000;

/** Convenes the next people of a campaign, in one transaction. Each is looked at again: what changed since the preparation counts.
 * @param id only this campaign; null: the oldest that runs. Returns how many people had their turn; 0 when there is nothing to do. */
export const avancerCampagne = (client: pg.ClientBase, maintenant: Date, id: string | null = null): Promise<number> =>
  auNomDuHub(client, async (tx) => {
    const campagne = await campagneATraiter(tx, id);
    return campagne ? unLot(tx, campagne, maintenant) : 0;
  });

async function unLot(tx: Ecrivain, campagne: CampagneRow, le: Date): Promise<number> {
  const people = (await suivantes(tx, campagne, LOT)).map((p) => p.allocataire);
  if (people.length === 0) return finir(tx, campagne, le);
  await verrouiller(tx, people.map(verrouPersonne));
  const { debut, fin } = bornesDesJours(campagne.departement, campagne.du, campagne.au);
  await verrouillerReunions(tx, campagne, debut, fin);
  const { departement, famille, selection } = campagne;
  const reunions = await lireReunions(
    tx,
    { departement, famille, du: debut > le ? debut : le, au: fin, codeInsee: null },
    REUNIONS_MAXIMUM,
  );
  const regles = {
    rang: selection.rang as 1 | 2,
    sansOrientation: selection.sansOrientation,
    premierJour: campagne.premierJour,
    zone: zoneOf(departement),
    territoire: new Set(communesPilotes()),
    partout: selection.partout,
  };
  const affectations = repartir(await candidates(tx, selection, { famille, canal: campagne.canal }, le, people), reunions, regles);
  const connues = new Set(affectations.map((a) => a.allocataire));
  // Merged into another or erased since the preparation: she is no longer there to be convened.
  const parties = people
    .filter((p) => !connues.has(p))
    .map((allocataire): Affectation => ({ allocataire, issue: "SORTIE", rendezVous: null }));
  await convoquer(tx, campagne, affectations, reunions, le);
  await ecrireIssues(tx, campagne, [...affectations, ...parties], le);
  return people.length;
}

async function convoquer(
  tx: Ecrivain,
  c: CampagneRow,
  affectations: readonly Affectation[],
  reunions: readonly Reunion[],
  le: Date,
): Promise<void> {
  const convoquees = affectations.filter((a) => a.rendezVous !== null);
  if (convoquees.length === 0) return;
  const { departement, canal, preuve, selection, client } = c;
  const convocation = { rang: selection.rang, canal, preuve };
  const inscrites = convoquees.map((a) => ({ departement, rendezVous: a.rendezVous!, allocataire: a.allocataire, convocation }));
  await inscrire(tx, inscrites, { source: c.source as SystemeSource, client }, le);
  const people = convoquees.map((a) => a.allocataire);
  const { evenements } = await suivreConvocations(tx, people, le);
  const parId = new Map(reunions.map((r) => [r.id, r]));
  const planifies = convoquees.map(({ allocataire, rendezVous }) => {
    const { famille, debut, organisme } = parId.get(rendezVous!)!;
    const dit = {
      rendezVous: rendezVous!,
      famille,
      debut: debut.toISOString(),
      organisme,
      statut: "PREVU",
      convocationRang: selection.rang,
    };
    return { type: "RendezVousPlanifie", departement, allocataire, donnees: donneesEvenement("RendezVousPlanifie", dit), survenuLe: le };
  });
  // In the name of who launched it, whoever goes on with it.
  await tx.execute(DEJA_INSCRIT);
  await insertEvents(tx, [...planifies, ...evenements]);
  await insertConsultation(tx, {
    nature: "ECRITURE",
    operation: newOperation("lancerCampagne"),
    subgraph: "rendez-vous",
    caller: { client, departement, organisme: c.organisme, agent: c.agent, scopes: new Set(), finalite: c.finalite as never },
    allocataires: people,
    champs: ["RendezVous.debut", "Participation.convocation"],
    le,
  });
}

async function finir(tx: Ecrivain, campagne: CampagneRow, le: Date): Promise<number> {
  await terminer(tx, campagne, le);
  const { id, departement, famille, issues } = campagne;
  const convoquees = issues.find((i) => i.issue === "CONVOQUEE")?.nombre ?? 0;
  const personnes = issues.reduce((n, i) => n + i.nombre, 0);
  const donnees = { campagne: id, famille, personnes, convoquees };
  await insertEvents(tx, [{ type: "CampagneTerminee", departement, allocataire: null, donnees, survenuLe: le }]);
  return 0;
}

/** The worker goes on with the campaigns that run, whoever launched them, also those that another process left. */
export const suivreCampagnes = (url: string, clock: Clock, log: Log): RunningWork =>
  startPeriodicWork({
    url,
    name: "campagnes",
    log,
    everyMs: 2_000,
    wakeOn: "evenement",
    work: (client) => avancerCampagne(client, clock.now()),
  });
