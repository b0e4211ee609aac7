import { heureLocale, instantDeLHeure } from "../../envoi/heure-paris";
import type { FranceTravail, RendezVousUsagerFT } from "../../france-travail/api";
import type { DivergenceConstatee } from "../fait-recu";
import type { MessageRecu } from "../message-recu";
import type { OutilsPersonne } from "../outils-personne";
import type { LirePersonne } from "../personne/lire-personnes";
import type { Traitement } from "../recevoir";
import { cleDe, memeStatut, objetDe, type Suite, statutDit, statutRecu, suiteDe, typeOrganisme, variablesDe } from "./rendez-vous-recu";

export const LECTURE_RENDEZ_VOUS = "rendez-vous";
const OBJETS = ["RDV_POSITIONNE", "RDV_PRESENCE"] as const;

interface RendezVousDuHub {
  id: string;
  debut: string;
  participations: { allocataire: { id: string }; statut: string }[];
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
    const aTraiter = await outils.reception.aTraiter(recus.filter(({ suite }) => suite.suite !== "LAISSER"));
    if (aTraiter.length === 0) return;
    const notres = await rendezVousDuHub(outils, departement, allocataire, aTraiter);
    for (const message of aTraiter)
      await outils.reception.traiter(message, () =>
        message.suite.suite === "COMPARER"
          ? comparer(outils, message, notres.get(message.suite.rendezVous) ?? null)
          : recevoir(outils, message),
      );
  };
}

async function rendezVousDuHub(outils: OutilsPersonne, departement: string, allocataire: string, recus: Recu[]) {
  if (!recus.some(({ suite }) => suite.suite === "COMPARER")) return new Map<string, RendezVousDuHub>();
  const selection = "rendezVous(first: 200) { id debut participations { allocataire { id } statut } }";
  const lu = await outils.hub.lire(departement, allocataire, selection);
  return new Map<string, RendezVousDuHub>((lu?.rendezVous ?? []).map((r: RendezVousDuHub) => [r.id, r]));
}

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
  if (!issue.applique && issue.code === "PRESENCE_DIFFERENTE")
    await outils.divergences.constater(divergence(message, null, "statut", null, recu.statut), recuLe);
  return issue;
}

/** Ours: a presence that only France Travail knows is entered; where both say otherwise, both values are shown. */
async function comparer(outils: OutilsPersonne, message: Recu, notre: RendezVousDuHub | null): Promise<Traitement> {
  const { departement, allocataire, recu, recuLe, cle } = message;
  const statut = notre?.participations.find((p) => p.allocataire.id === allocataire)?.statut;
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
  const { departement, allocataire, objet, recu, recuLe } = message;
  const debut = instantDeLHeure(recu.date).toISOString();
  if (new Date(notre.debut).toISOString() === debut) {
    await outils.divergences.egale({ departement, allocataire, objet, fait: notre.id }, recuLe);
    return { ignore: "C’est un rendez-vous du hub, que France Travail dit comme lui." };
  }
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
