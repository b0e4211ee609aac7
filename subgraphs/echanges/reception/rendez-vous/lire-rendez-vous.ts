import { heureLocale, instantDeLHeure } from "../../envoi/heure-paris";
import type { FranceTravail, RendezVousUsagerFT } from "../../france-travail/api";
import type { DivergenceConstatee } from "../fait-recu";
import type { MessageRecu } from "../message-recu";
import type { LirePersonne, OutilsPersonne } from "../outils-personne";
import type { Traitement } from "../recevoir";
import { cleDe, memeStatut, objetDe, type Suite, statutDit, statutRecu, suiteDe, typeOrganisme, variablesDe } from "./rendez-vous-recu";

export const LECTURE_RENDEZ_VOUS = "rendez-vous";
const OBJETS = ["RDV_POSITIONNE", "RDV_PRESENCE"] as const;

interface RendezVousDuHub {
  id: string;
  debut: string;
  participations: { allocataire: { id: string }; statut: string }[];
  liens: { systeme: string; identifiant: string }[];
}
interface Recu extends MessageRecu {
  allocataire: string;
  recu: RendezVousUsagerFT;
  suite: Suite;
}

/** Reads the appointments of a person: those of France Travail come in, what became of ours is compared. */
export function lireRendezVous(outils: OutilsPersonne, api: Pick<FranceTravail, "rendezVous">): LirePersonne {
  return async (departement, { allocataire }, usager) => {
    const lus = await api.rendezVous.lire(usager);
    if (lus.length === 0) return;
    const recuLe = outils.clock.now();
    const envois = await outils.envois(departement, allocataire, OBJETS, recuLe);
    const recus: Recu[] = lus.map((recu) => ({
      departement,
      objet: objetDe(recu),
      allocataire,
      cle: cleDe(recu),
      identifiantPartenaire: recu.idOrigine,
      lecture: LECTURE_RENDEZ_VOUS,
      recuLe,
      recu,
      suite: suiteDe(recu, envois),
    }));
    const comprises = recus.filter(({ suite }) => suite.suite !== "LAISSER");
    const aTraiter = await outils.reception.aTraiter(comprises);
    if (aTraiter.some(({ suite }) => suite.suite === "COMPARER")) {
      const notres = await rendezVousDuHub(outils, departement, allocataire);
      for (const message of aTraiter.filter(({ suite }) => suite.suite === "COMPARER"))
        await outils.reception.traiter(message, () => comparer(outils, message, leNotre(message, notres)));
    }
    for (const message of aTraiter.filter(({ suite }) => suite.suite === "RECEVOIR"))
      await outils.reception.traiter(message, () => recevoir(outils, message));
    await fermerLesEgales(outils, { departement, allocataire, recuLe }, comprises);
  };
}

async function rendezVousDuHub({ hub }: OutilsPersonne, departement: string, allocataire: string): Promise<RendezVousDuHub[]> {
  const selection = "rendezVous(first: 200) { id debut participations { allocataire { id } statut } liens { systeme identifiant } }";
  return (await hub.lire(departement, allocataire, selection))?.rendezVous ?? [];
}

/** The appointment of the hub that a message is about: the one we sent, or the one received under this id. */
const leNotre = ({ suite, recu }: Recu, notres: readonly RendezVousDuHub[]): RendezVousDuHub | null =>
  notres.find(({ id, liens }) =>
    suite.suite === "COMPARER"
      ? id === suite.rendezVous
      : liens.some(({ systeme, identifiant }) => systeme === "FRANCE_TRAVAIL" && identifiant === recu.idOrigine),
  ) ?? null;

const statutDe = (notre: RendezVousDuHub | null, allocataire: string): string | undefined =>
  notre?.participations.find((p) => p.allocataire.id === allocataire)?.statut;

/** What was shown as different and is not any more, on whichever side it changed. An appointment that was refused for it is received. */
async function fermerLesEgales(
  outils: OutilsPersonne,
  { departement, allocataire, recuLe }: Pick<Recu, "departement" | "allocataire" | "recuLe">,
  recus: readonly Recu[],
): Promise<void> {
  const ouvertes = await outils.divergences.ouvertes(departement, allocataire, OBJETS, recuLe);
  if (ouvertes.length === 0) return;
  const notres = await rendezVousDuHub(outils, departement, allocataire);
  for (const message of recus) {
    const notre = leNotre(message, notres);
    const egales = ouvertes.filter(({ fait, champ }) => notre?.id === fait && pareils(champ, notre, message));
    for (const { objet, fait, champ } of egales) await outils.divergences.egale({ departement, allocataire, objet, fait, champ }, recuLe);
    if (egales.length > 0 && message.suite.suite === "RECEVOIR") await outils.reception.traiter(message, () => recevoir(outils, message));
  }
}

function pareils(champ: string, notre: RendezVousDuHub, { allocataire, recu }: Recu): boolean {
  const statut = statutDe(notre, allocataire);
  if (champ === "statut") return statut !== undefined && memeStatut(statut, recu);
  return champ === "date" && memeHeure(notre, recu);
}

const memeHeure = ({ debut }: RendezVousDuHub, { date }: RendezVousUsagerFT): boolean =>
  new Date(debut).getTime() === instantDeLHeure(date).getTime();

async function recevoir(outils: OutilsPersonne, message: Recu): Promise<Traitement> {
  const { departement, allocataire, recu, recuLe, cle } = message;
  const type = typeOrganisme(recu);
  const organisme = type === null ? null : await outils.organisme(departement, type, recuLe);
  const variables = variablesDe(recu, allocataire, organisme);
  const issue = await outils.hub.appliquer({
    departement,
    mutation: "recevoirRendezVous",
    variables,
    le: recuLe,
    cle: cleIdempotence(cle),
  });
  if (!issue.applique && issue.code === "PRESENCE_DIFFERENTE") {
    const notre = leNotre(message, await rendezVousDuHub(outils, departement, allocataire));
    const statut = statutDe(notre, allocataire);
    const dit = statut === undefined ? null : statutDit(statut);
    await outils.divergences.constater(divergence(message, notre?.id ?? null, "statut", dit, recu.statut), recuLe);
  }
  return issue;
}

/** Ours: a presence that only France Travail knows is entered; where both say otherwise, both values are shown. */
async function comparer(outils: OutilsPersonne, message: Recu, notre: RendezVousDuHub | null): Promise<Traitement> {
  const { departement, allocataire, recu, recuLe, cle } = message;
  const statut = statutDe(notre, allocataire);
  if (!notre || statut === undefined) return { ignore: "Le hub ne tient plus ce rendez-vous." };
  if (memeStatut(statut, recu)) return comparerHeures(outils, message, notre);
  if (statut !== "PREVU" && statut !== "A_RENSEIGNER") {
    await outils.divergences.constater(divergence(message, notre.id, "statut", statutDit(statut), recu.statut), recuLe);
    return { ignore: "Le hub et France Travail ne disent pas la même présence : une divergence est ouverte." };
  }
  const variables = { rendezVous: notre.id, allocataire, statut: statutRecu(recu) };
  return outils.hub.appliquer({ departement, mutation: "renseignerPresence", variables, le: recuLe, cle: cleIdempotence(cle) });
}

async function comparerHeures(outils: OutilsPersonne, message: Recu, notre: RendezVousDuHub): Promise<Traitement> {
  const { recu, recuLe } = message;
  if (memeHeure(notre, recu)) return { ignore: "C’est un rendez-vous du hub, que France Travail dit comme lui." };
  await outils.divergences.constater(divergence(message, notre.id, "date", heureLocale(new Date(notre.debut)), recu.date), recuLe);
  return { ignore: "Le hub et France Travail ne disent pas la même heure : une divergence est ouverte." };
}

const divergence = (
  { departement, allocataire, objet }: Recu,
  fait: string | null,
  champ: string,
  valeurHub: string | null,
  valeurPartenaire: string | null,
): DivergenceConstatee => ({ departement, allocataire, objet, fait, champ, valeurHub, valeurPartenaire });

const cleIdempotence = (cle: string): string => `france-travail ${cle}`.slice(0, 200);
