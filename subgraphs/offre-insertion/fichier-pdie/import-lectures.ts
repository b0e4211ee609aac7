import type pg from "pg";
import { type Avancement, compteurs, type ResultatImport, type Signalement } from "../../shared/import";
import { ouvrirExercice, suivreValidite } from "../pdie/exercice.repository";
import { controler } from "./controle";
import { type Depot, ecrireOffres, ecrireStructures } from "./depot-catalogue.repository";
import { ecrireFiches, ecrireFinancements, ecrireMarches, ecrireSessions, lireConnu } from "./depot-pdie.repository";
import { FICHIERS, type Fichier, nomDe } from "./fichiers";
import type { Lecture, Lectures, Refus } from "./lecture";
import type { Valeurs } from "./lignes-lues";
import { solderRefus } from "./rejet-pdie.repository";
import { financementsInexacts, retirerAbsentes } from "./retrait.repository";

export interface Application {
  depot: Depot;
  /** Each file says all of its kind: what it does not name is withdrawn. */
  complet: boolean;
  /** True: nothing is kept. */
  essai: boolean;
  avancement?: Avancement;
  /** Keeps the refused lines, in the transaction of the facts. */
  garder(refus: Refus[]): Promise<unknown>;
}

/** How each file is written. Returns how many of its lines changed something. */
const ECRIRE: { [F in Fichier]: (client: pg.ClientBase, valeurs: Valeurs[F][], depot: Depot) => Promise<number> } = {
  structures: ecrireStructures,
  fiches: ecrireFiches,
  marches: ecrireMarches,
  offres: ecrireOffres,
  financeurs: ecrireFinancements,
  sessions: ecrireSessions,
};

/** Applies what was read, in one transaction. One result a file, in the order of the files. */
export async function appliquerLectures(client: pg.Client, lectures: Lectures, application: Application): Promise<ResultatImport[]> {
  await client.query("begin");
  try {
    const resultats = await toutAppliquer(client, lectures, application);
    await client.query(application.essai ? "rollback" : "commit");
    return resultats;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

const VERROUILLER_PLACES = `select offre_insertion.verrouiller_places(array(
  select x.offre from offre_insertion.pdie x where x.departement = $1 or x.exercice < $2))`;
/** Places that the file adds go to who waits for them. */
const SERVIR_LES_FILES = `select offre_insertion.attribuer_places(array(
  select distinct p.offre from offre_insertion.prescription p join offre_insertion.pdie x on x.offre = p.offre
  where p.attente is not null and x.departement = $1), $2)`;

async function toutAppliquer(client: pg.Client, lectures: Lectures, application: Application): Promise<ResultatImport[]> {
  const { depot, complet, essai } = application;
  // Two files of one département come one after the other.
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 4219008))", [depot.departement]);
  // Every place that this may touch, in the order of all: a step of a prescription that waits for one is never waited for.
  const annee = Number(depot.jour.slice(0, 4));
  await client.query(VERROUILLER_PLACES, [depot.departement, annee]);
  await ouvrirExercice(client, annee, depot.le);
  controler(lectures, await lireConnu(client, depot), complet);
  const presents = FICHIERS.map((fichier) => lectures[fichier]).filter((lecture) => lecture !== undefined) as Lecture[];
  const resultats = new Map<Fichier, ResultatImport>();
  for (const [rang, lecture] of presents.entries()) {
    resultats.set(lecture.fichier, await appliquerFichier(client, lecture, application));
    application.avancement?.(`PDIE ${nomDe(lecture.fichier)}`, rang + 1, presents.length);
  }
  await suivreValidite(client, depot.jour, depot.le);
  await client.query(SERVIR_LES_FILES, [depot.departement, depot.le]);
  await client.query("select offre_insertion.situer_communes()");
  for (const signalement of await inexacts(client, depot)) resultats.get(signalement.fichier)?.signalements.push(signalement.dit);
  await application.garder(presents.flatMap(({ refus }) => refus));
  const suite = essai ? " (vérification, rien n’est écrit)" : "";
  return [...resultats.values()].map((resultat) => ({ ...resultat, fichier: `${resultat.fichier}${suite}` }));
}

async function appliquerFichier<F extends Fichier>(
  client: pg.Client,
  lecture: Lecture<F>,
  application: Application,
): Promise<ResultatImport> {
  const { fichier, lignes, refus, lus } = lecture;
  const { depot, complet } = application;
  const appliques = await ECRIRE[fichier](
    client,
    lignes.map(({ valeur }) => valeur),
    depot,
  );
  const cles = lignes.map(({ cle }) => cle);
  const nommees = [...cles, ...refus.flatMap(({ cle }) => cle ?? [])];
  const retirees = complet ? await retirerAbsentes(client, fichier, nommees, depot) : [];
  await solderRefus(client, depot.departement, fichier, cles, depot.le);
  return {
    fichier: nomDe(fichier),
    compteurs: { ...compteurs(), lus, appliques, inchanges: lignes.length - appliques, rejetes: refus.length },
    signalements: [...lecture.signalements, ...refus.map(signalementDe), ...retirees.map((cle) => retraitDe(fichier, cle))],
  };
}

const signalementDe = ({ cle, ligne, code, message, champ, original }: Refus): Signalement => ({
  cle: cle ?? `${nomDe(original.fichier)}:${ligne}`,
  code,
  message,
  ...(champ ? { champ } : {}),
  ligne,
  applique: false,
});

const retraitDe = (fichier: Fichier, cle: string): Signalement => ({
  cle,
  code: "LIGNE_RETIREE",
  message: `${nomDe(fichier)} ne nomme plus « ${cle} » : la ligne est retirée, rien n’est effacé.`,
  applique: true,
});

const euros = (centimes: number): string => (centimes / 100).toLocaleString("fr-FR", { style: "currency", currency: "EUR" });

async function inexacts(client: pg.Client, depot: Depot): Promise<{ fichier: Fichier; dit: Signalement }[]> {
  return (await financementsInexacts(client, depot)).map(({ fichier, cle, annonce, somme }) => ({
    fichier,
    dit: {
      cle,
      code: "FINANCEMENT_INEXACT",
      champ: "budget_eur",
      message: `${nomDe(fichier)}, « ${cle} » : ${euros(annonce)} sont annoncés, et la somme de ses financeurs est ${euros(somme)}.`,
      applique: true,
    },
  }));
}
