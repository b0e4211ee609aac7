import type { Clock } from "../../shared/clock";
import { debutDesEchecs, prochainEssai } from "./delais";
import type { CodeLivraison } from "./erreur-livraison";
import { erreurDeLivraison, RAISONS } from "./erreur-livraison";
import { type AbonnementALivrer, corpsDe, type FileDesLivraisons, type Livraison } from "./livraison";
import { entetesSignees, versionsEnVigueur } from "./signature";

/** How a receiver took a message. */
export type Accueil =
  | { recu: true }
  | { recu: false; code: CodeLivraison /** Retry-After, in seconds. */; attendreSecondes: number | null };

export interface OutilsDeLivraison {
  file: FileDesLivraisons;
  clock: Clock;
  /** Sends a message; never throws for what the receiver does. */
  poster(url: string, entetes: Record<string, string>, corps: string): Promise<Accueil>;
  /** Secret of a version of a subscription. */
  /** More than one while NIR_KEY turns: each message carries a signature for each. */
  secrets(abonnement: string, version: number): Buffer[];
  /** Told of each try, for the metrics. */
  onLivraison?(issue: "RECUE" | CodeLivraison): void;
}

/** Subscriptions delivered at the same time; the events of one leave one by one, in order. */
const EN_PARALLELE = 8;
const LOT = 50;
const BAIL_MS = 120_000;

/** One round: what is due is sent. Returns how many messages were sent or put aside. */
export async function livrerCeQuiEstDu(outils: OutilsDeLivraison, signal?: AbortSignal): Promise<number> {
  const { file, clock } = outils;
  await file.ranger(clock.now());
  const pris = await file.prendre(clock.now(), bail(clock), EN_PARALLELE);
  const faits = await Promise.all(pris.map((abonnement) => livrerAbonnement(abonnement, outils, signal)));
  return faits.reduce((somme, un) => somme + un, 0);
}

const bail = (clock: Clock): Date => new Date(clock.now().getTime() + BAIL_MS);

/** Sends the events of one subscription until there is none left, one fails, or the lease is lost. */
async function livrerAbonnement(abonnement: AbonnementALivrer, outils: OutilsDeLivraison, signal?: AbortSignal): Promise<number> {
  const { file, clock } = outils;
  let faits = 0;
  for (;;) {
    const lot = await file.lot(abonnement, LOT, clock.now());
    for (const livraison of lot) {
      if (signal?.aborted) return rendre(abonnement, outils, faits);
      faits++;
      if (!(await livrerUne(abonnement, livraison, outils))) return faits;
    }
    if (lot.length < LOT) return rendre(abonnement, outils, faits);
  }
}

async function rendre(abonnement: AbonnementALivrer, { file }: OutilsDeLivraison, faits: number): Promise<number> {
  await file.rendre(abonnement);
  return faits;
}

/** Sends one event. True when the next one may leave. */
async function livrerUne(abonnement: AbonnementALivrer, livraison: Livraison, outils: OutilsDeLivraison): Promise<boolean> {
  const { file, clock, poster, onLivraison } = outils;
  if (livraison.evenement === null) {
    return file.ecartee(abonnement, livraison, "L’événement n’est plus dans le périmètre de l’abonné.", clock.now(), bail(clock));
  }
  const corps = corpsDe(livraison.evenement);
  const le = clock.now();
  const versions = versionsEnVigueur(abonnement.versionSecret, abonnement.secretRenouveleLe, le);
  const secrets = versions.flatMap((version) => outils.secrets(abonnement.id, version));
  const accueil = await poster(abonnement.url, entetesSignees({ id: livraison.evenement.id, le, corps }, secrets), corps);
  onLivraison?.(accueil.recu ? "RECUE" : accueil.code);
  if (accueil.recu) return file.livree(abonnement, livraison, clock.now(), bail(clock));
  await noterEchec(abonnement, livraison, accueil, outils);
  return false;
}

/** Waits for the next try, or disables the subscription: gone, or 72 hours of failures. */
async function noterEchec(
  abonnement: AbonnementALivrer,
  livraison: Livraison,
  { code, attendreSecondes }: Extract<Accueil, { recu: false }>,
  { file, clock }: OutilsDeLivraison,
): Promise<void> {
  const le = clock.now();
  const erreur = erreurDeLivraison(code);
  if (code === "ABONNE_PARTI") return void (await file.desactiver(abonnement, livraison, erreur, RAISONS.parti, le));
  const depuis = debutDesEchecs(abonnement.echecDepuis, abonnement.essaiPrevu, le);
  const essai = prochainEssai(abonnement.echecs + 1, depuis, le, attendreSecondes);
  if (essai === null) await file.desactiver(abonnement, livraison, erreur, RAISONS.essais(code), le);
  else await file.echouee(abonnement, livraison, erreur, { le, depuis, prochainEssai: essai });
}
