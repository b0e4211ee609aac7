import { createHash } from "node:crypto";
import type pg from "pg";
import { erased } from "../../shared/erasure";
import type { PublishedEvent } from "../../shared/event-follower";
import { anonymiserMembres, retirerOpposees } from "../cohorte/membre.repository";
import { type JourDeFaits, parJour } from "./connaissance";
import { connuLe, dernierJour, noterJour } from "./connaissance.repository";
import { deriver } from "./deriver.repository";
import { ecrirePlis } from "./ecrire.repository";
import type { TableEcrite } from "./ligne";
import { orientationsTouchees, personnesTouchees, plier } from "./plier";
import { lireProfils } from "./profil.repository";
import { appliquerReunion, REUNIONS } from "./reunion.repository";
import { rafraichirStatistiques } from "./statistiques.repository";
import type { Lieu } from "./table";

/** Name of the cursor of the projection. */
export const CURSEUR = "indicateurs";

/** Applies events, in their order: some ten statements a day of knowledge, whatever its size, and as many for each merge or separation in it.
 * Runs in the transaction that moves the cursor, so each event counts once. */
export async function projeter(client: pg.ClientBase, events: PublishedEvent[], lieu: Lieu = "indicateurs"): Promise<void> {
  for (const faits of parJour(events, await dernierJour(client, CURSEUR, lieu))) {
    await connuLe(client, faits.jour);
    await projeterJour(client, faits, lieu);
    if (lieu === "indicateurs") await lireProfils(client, faits.events, faits.jour);
    await noterJour(client, CURSEUR, faits, lieu);
  }
}

async function projeterJour(client: pg.ClientBase, { jour, events }: JourDeFaits, lieu: Lieu): Promise<void> {
  let debut = 0;
  for (const [i, event] of events.entries()) {
    if (!REUNIONS.has(event.type)) continue;
    await projeterFaits(client, events.slice(debut, i), jour, lieu);
    const reunies = await appliquerReunion(client, event, jour, lieu);
    const ensemble = (ids: string[]) => ({ departements: ids.map(() => event.departement!), ids });
    const touchees = { personnes: () => ensemble(reunies), orientations: () => ensemble(event.donnees.rouvertes ?? []) };
    await deriver(client, touchees, jour, lieu);
    debut = i + 1;
  }
  await projeterFaits(client, debut === 0 ? events : events.slice(debut), jour, lieu);
}

async function projeterFaits(client: pg.ClientBase, events: PublishedEvent[], jour: string, lieu: Lieu): Promise<void> {
  const plis = plier(events);
  if (plis.size > 0) {
    await ecrirePlis(client, plis, jour, lieu);
    await rafraichirStatistiques(client, lieu);
    const touchees = {
      personnes: (tables: readonly TableEcrite[]) => personnesTouchees(plis, tables),
      orientations: () => orientationsTouchees(plis),
    };
    await deriver(client, touchees, jour, lieu);
  }
  await effacer(client, events, lieu);
  const opposees = lieu === "indicateurs" ? events.filter(quitteLesCohortes) : [];
  if (opposees.length > 0)
    await retirerOpposees(
      client,
      opposees.map((event) => event.departement!),
      opposees.map((event) => event.allocataire!),
    );
}

/** An accepted opposition to being evaluated. */
const quitteLesCohortes = ({ type, donnees }: PublishedEvent): boolean =>
  type === "DemandeDeDroitsStatuee" && donnees.statut === "ACCEPTEE" && donnees.traitements.includes("EVALUATION");

/** Who is erased takes an id that comes from the event alone: a rebuilding gives the same. */
async function effacer(client: pg.ClientBase, events: PublishedEvent[], lieu: Lieu): Promise<void> {
  const effacements = events.filter((event) => erased([event]));
  const effacees = erased(effacements);
  if (!effacees) return;
  const { departements, allocataires } = effacees;
  const nouvelles = effacements.map(({ id }) => anonyme(id));
  const values = [departements, allocataires, nouvelles, lieu === "pg_temp"];
  await client.query("select indicateurs.anonymiser($1::text[], $2::uuid[], $3::uuid[], $4)", values);
  if (lieu === "indicateurs") await anonymiserMembres(client, departements, allocataires, nouvelles);
}

function anonyme(evenement: string): string {
  const hex = createHash("sha256").update(`anonyme ${evenement}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
