import type pg from "pg";
import { type ContexteImport, compteurs, ImportRefuse, type ResultatImport, type Signalement } from "../../shared/import";
import type { NirCipher } from "../../shared/nir-cipher";
import { scellerOriginal } from "../../shared/original-garde";
import { allOrNothing } from "../../shared/owner";
import { prendreLesCles } from "../cle-nir/prendre-les-cles.repository";
import { arreterEffacees } from "../effacement/arreter-effacees.repository";
import { copier, ligneDuRejet, lignesDuFoyer } from "./attente.repository";
import { type Decide, decides, verrouiller } from "./decider.repository";
import { reconcilier } from "./ecarts.repository";
import { consignerFlux, declarerFlux, fluxDejaCharge, nouveauFlux, ouvrirFlux } from "./journal.repository";
import { lecteurDuType } from "./lecteur-du-type";
import { LecteurFlux } from "./lire-flux";
import { reconnaitreNouvelles } from "./reconnaitre.repository";
import { estPetit, jouer, ouvrirSession, viderSession } from "./session.repository";

export interface ContexteImportCaf extends ContexteImport {
  nirCipher: NirCipher;
}

/** Imports flows of the CAF or MSA, « bénéficiaire » or « instruction » as their heads say, in the order given, one transaction a file. A file already loaded changes nothing.
 * Counters: foyers; `lus` = `appliques` + `inchanges` + `rejetes`. Throws ImportRefuse for a file refused as a whole: nothing of it is
 * applied, and the files before it stay applied. Source: CASF R. 262-102; element tree vrsb0801. */
export async function importerCaf(fichiers: string[], contexte: ContexteImportCaf): Promise<ResultatImport[]> {
  const client = await ouvrirSession(contexte.ownerUrl);
  try {
    await prendreLesCles(client, contexte.nirCipher, contexte.now());
    const resultats: ResultatImport[] = [];
    for (const fichier of fichiers) resultats.push(await importerFichier(client, fichier, contexte));
    return resultats;
  } finally {
    await client.end();
  }
}

/** What the reading of one file leaves to tell. */
interface Lecture {
  /** By rank of the foyer: those of a foyer rejected later give way to its reject. */
  signalements: Map<number, Signalement[]>;
  /** Means of contact left out. */
  contactsSansAccord: number;
}

async function importerFichier(client: pg.Client, fichier: string, contexte: ContexteImportCaf): Promise<ResultatImport> {
  const lecteur = await LecteurFlux.ouvrir(fichier);
  const sha256 = await lecteur.empreinte();
  const deja = await fluxDejaCharge(client, sha256);
  if (deja) return inchange(fichier, deja);
  await viderSession(client);
  const lecture: Lecture = { signalements: new Map(), contactsSansAccord: 0 };
  await copier(client, lignes(lecteur, contexte, lecture));
  refuserDateFuture(lecteur, contexte.now());
  return appliquer(client, lecteur, sha256, contexte, lecture);
}

const UN_JOUR_MS = 86_400_000;

/** A flow says when it was made. From the future, it would hide every flow to come: refused, but for a day of difference between clocks. Refuses FLUX_FUTUR. */
function refuserDateFuture({ nom, entete }: LecteurFlux, maintenant: Date): void {
  if (entete.creeLe.getTime() <= maintenant.getTime() + UN_JOUR_MS) return;
  throw new ImportRefuse(
    "FLUX_FUTUR",
    `${nom} : l’en-tête dit le flux créé le ${entete.dateCreation}, une date à venir. Vérifiez l’horloge du hub, ou demandez un nouvel envoi à l’organisme payeur. Rien n’a été appliqué.`,
  );
}

const inchange = (fichier: string, { annonces, lus }: { annonces: number; lus: number }): ResultatImport => ({
  fichier,
  compteurs: { ...compteurs(), annonces, lus, inchanges: lus },
  signalements: [],
});

/** The lines of a file for the COPY: each foyer read, its people encrypted, or its reject. */
async function* lignes(lecteur: LecteurFlux, contexte: ContexteImportCaf, lecture: Lecture): AsyncGenerator<string> {
  const { signalements } = lecture;
  const progres = (octets: number) => contexte.avancement?.(`lecture de ${lecteur.nom}`, octets, lecteur.taille);
  for await (const { ordre, noeud, xml } of lecteur.foyers(progres)) {
    const lu = lecteurDuType(lecteur.entete.typeFlux)(noeud, lecteur.entete.dateReference);
    if ("rejet" in lu) {
      const cle = lu.rejet.numeroDemande ?? `dossier n° ${ordre} du fichier`;
      signalements.set(ordre, [{ cle, code: lu.rejet.code, message: lu.rejet.message, applique: false }]);
      yield ligneDuRejet(ordre, lu.rejet, scellerOriginal(contexte.nirCipher, xml));
      continue;
    }
    if (lu.reserves.length > 0)
      signalements.set(
        ordre,
        lu.reserves.map((reserve) => ({ cle: lu.foyer.numeroDemande, ...reserve, applique: true })),
      );
    if ("contactsEcartes" in lu) lecture.contactsSansAccord += lu.contactsEcartes;
    yield lignesDuFoyer(ordre, lu.foyer, contexte.nirCipher);
  }
}

/** One transaction: people, dossiers, events, register, rejects and the flow itself, or nothing. */
async function appliquer(
  client: pg.Client,
  lecteur: LecteurFlux,
  sha256: Buffer,
  contexte: ContexteImportCaf,
  lecture: Lecture,
): Promise<ResultatImport> {
  const { entete, annonces, nom } = lecteur;
  await declarerFlux(client, {
    id: nouveauFlux(),
    sha256,
    creeLe: entete.creeLe,
    le: entete.dateCreation,
    recuLe: contexte.now(),
    reference: nom,
    typeFlux: entete.typeFlux,
    rejeu: false,
  });
  return allOrNothing(client, async () => {
    await verrouiller(client);
    // The same file, loaded by another process while this one was reading.
    const deja = await fluxDejaCharge(client, sha256);
    if (deja) return inchange(lecteur.chemin, deja);
    await ouvrirFlux(client, { sha256, dateReference: entete.dateReference, annonces });
    const arretees = await arreterEffacees(client, contexte.nirCipher);
    const petit = await estPetit(client);
    await appliquerFaits(client, contexte.nirCipher, petit, (fait, total) => contexte.avancement?.(`écriture de ${nom}`, fait, total));
    const decisions = new Map((await decides(client)).map((d) => [d.ordre, d]));
    const rejetes = [...decisions.values()].filter((d) => d.decision === "DOUBLE");
    if (rejetes.length > 0) await copier(client, lignesRejetees(lecteur.chemin, decisions, contexte.nirCipher));
    const { anterieurs, ...comptes } = await consignerFlux(client);
    await jouer(client, "caf_consigner", petit);
    const ecarts = await reconcilier(client);
    const tous = reunir(lecture, decisions.values(), arretees);
    return {
      fichier: lecteur.chemin,
      compteurs: { annonces, ...comptes },
      signalements: [...tous, ...signalerAnterieurs(nom, anterieurs)],
      ...(entete.typeFlux === "M" && ecarts ? { ecarts: { ...ecarts } } : {}),
      ...(entete.typeFlux === "INSTRUCTION" ? { contactsSansAccord: lecture.contactsSansAccord } : {}),
    };
  });
}

/** All that there is to report of a file, in its order. */
function reunir(
  { signalements }: Lecture,
  decisions: Iterable<Decide>,
  arretees: { ordre: number; signalement: Signalement }[],
): Signalement[] {
  const ajouter = (ordre: number, signalement: Signalement) => signalements.set(ordre, [...(signalements.get(ordre) ?? []), signalement]);
  for (const d of decisions) {
    if (d.decision === "DOUBLE") signalements.delete(d.ordre);
    ajouter(d.ordre, signaler(d));
  }
  for (const { ordre, signalement } of arretees) ajouter(ordre, signalement);
  return [...signalements].sort(([a], [b]) => a - b).flatMap(([, s]) => s);
}

/** What the foyers of the session change: decided, their people recognised, kept, folded and told. `petit`: see `estPetit`. */
export async function appliquerFaits(
  client: pg.Client,
  cipher: NirCipher,
  petit: boolean,
  avancement: (fait: number, total: number) => void,
): Promise<void> {
  await jouer(client, "caf_decider", petit);
  await reconnaitreNouvelles(client, cipher);
  await jouer(client, "caf_ecrire", petit, avancement);
}

/** Foyers that the base refuses are rare: their XML is read again from the file rather than kept for all. */
async function* lignesRejetees(chemin: string, decisions: Map<number, Decide>, cipher: NirCipher): AsyncGenerator<string> {
  const lecteur = await LecteurFlux.ouvrir(chemin);
  for await (const { ordre, xml } of lecteur.foyers()) {
    const d = decisions.get(ordre);
    if (d?.decision === "DOUBLE") yield ligneDuRejet(ordre, rejetDe(d), scellerOriginal(cipher, xml));
  }
}

/** Codes and sentences of what the base decides. */
export const DECISIONS: Record<Decide["decision"], { code: string; message: string; champ: string }> = {
  DOUBLE: {
    code: "DOSSIER_EN_DOUBLE",
    champ: "NUMDEMRSA",
    message: "Le dossier apparaît plusieurs fois dans le fichier : seule la dernière occurrence compte, celle-ci est gardée en rejet.",
  },
  PLUSIEURS: {
    code: "IDENTITE_AMBIGUE",
    champ: "Personne",
    message:
      "Plusieurs personnes connues répondent à une personne du dossier. Le dossier est appliqué avec une nouvelle personne, et un rapprochement d’identités est à trancher.",
  },
  CONFLIT: {
    code: "NIR_CONFLIT",
    champ: "NIR",
    message:
      "Le NIR reçu est déjà celui d’une autre personne, dont l’état civil est autre. Le dossier est appliqué avec une nouvelle personne, et un rapprochement d’identités est à trancher.",
  },
};

export const rejetDe = (d: Decide) => ({
  ...DECISIONS[d.decision],
  numeroDemande: d.numero,
  departement: d.departement,
  fonds: d.fonorg,
  numorg: d.numorg,
});

const signaler = (d: Decide): Signalement => ({ cle: d.numero, ...DECISIONS[d.decision], applique: d.decision !== "DOUBLE" });

function signalerAnterieurs(nom: string, nombre: number): Signalement[] {
  if (nombre === 0) return [];
  return [
    {
      cle: nom,
      code: "FLUX_ANTERIEUR",
      message: `${nombre} dossiers avaient déjà reçu un flux plus récent : celui-ci prend sa place dans leur histoire, sans remplacer ce qui a été dit depuis.`,
      applique: true,
    },
  ];
}
