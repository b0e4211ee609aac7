import { natureDeSortie } from "../../../shared/contrat/correspondance/sortie";
import type { FranceTravail, Usager } from "../../france-travail/api";
import type { LirePersonne, OutilsPersonne } from "../outils-personne";
import type { Traitement } from "../recevoir";
import { type Decidee, type Ecart, type OrientationsDuHub, suiteDesOrientations } from "./orientation-recue";

export const LECTURE_ORIENTATION = "orientations";
/** Divergences stand under the line by which the hub tells its orientations: sending and reading show the same ones. */
const OBJET_DIVERGENCE = "ORIENTATION_RESULTAT";
const MOTIF = "Décision de France Travail.";
const SELECTION = "orientation { id decideeLe categorie organisme { id type } } orientations { id statut }";

interface DeQui {
  departement: string;
  allocataire: string;
  recuLe: Date;
}

type Api = Pick<FranceTravail, "orientation" | "statut">;

/** Reads the orientations of a person at France Travail: what it decided in the Département's place, what differs, where the journey ended. */
export function lireOrientations(outils: OutilsPersonne, api: Api): LirePersonne {
  return async (departement, { allocataire }, usager) => {
    const lues = await api.orientation.lire(usager);
    if (lues.length === 0) return;
    const qui = { departement, allocataire, recuLe: outils.clock.now() };
    const hub = await orientationsDuHub(outils, qui);
    const envois = await outils.envois(departement, allocataire, [OBJET_DIVERGENCE], qui.recuLe);
    const suite = suiteDesOrientations(
      lues,
      hub,
      envois.some(({ enCours }) => enCours),
    );
    const fait = hub.courante?.id ?? null;
    if (suite.suite === "EGALE") await fermer(outils, qui, fait);
    if (suite.suite === "DIVERGENCE") await ouvrir(outils, qui, fait, suite.ecarts);
    if (suite.suite === "DECIDER" || suite.suite === "REORIENTER") await recevoirDecision(outils, qui, hub, suite);
    if (suite.suite === "SORTIE") await recevoirSortie(outils, qui, suite.jour, api, usager);
  };
}

async function orientationsDuHub({ hub }: OutilsPersonne, { departement, allocataire }: DeQui): Promise<OrientationsDuHub> {
  const lu = await hub.lire(departement, allocataire, SELECTION);
  return {
    courante: lu?.orientation ?? null,
    aLEtude: (lu?.orientations ?? []).find(({ statut }: { statut: string }) => statut === "A_L_ETUDE")?.id ?? null,
  };
}

async function ouvrir(
  { divergences }: OutilsPersonne,
  { departement, allocataire, recuLe }: DeQui,
  fait: string | null,
  ecarts: readonly Ecart[],
) {
  for (const ecart of ecarts) await divergences.constater({ departement, allocataire, objet: OBJET_DIVERGENCE, fait, ...ecart }, recuLe);
}

/** What was opened when the hub had no orientation, or of this one, is settled. */
async function fermer({ divergences }: OutilsPersonne, { departement, allocataire, recuLe }: DeQui, fait: string | null) {
  for (const un of fait === null ? [null] : [fait, null])
    await divergences.egale({ departement, allocataire, objet: OBJET_DIVERGENCE, fait: un }, recuLe);
}

/** ORIENTATION_DELEGUEE: France Travail decided. The hub applies it where the law or a delegation lets it; otherwise both values are shown. */
async function recevoirDecision(outils: OutilsPersonne, qui: DeQui, hub: OrientationsDuHub, decidee: { suite: string } & Decidee) {
  const { allocataire } = qui;
  const { jour, categorie, referent } = decidee;
  const cle = ["orientation", allocataire, jour, categorie, referent?.organisme.code ?? "-", referent?.structure?.code ?? "-"].join(" ");
  const message = { ...qui, objet: "ORIENTATION_DELEGUEE", cle, lecture: LECTURE_ORIENTATION };
  const recu = await outils.reception.recevoir(message, () => appliquer(outils, qui, hub, decidee, cle));
  if (recu?.statut === "REJETE") await ouvrir(outils, qui, hub.courante?.id ?? null, decidee.ecarts);
  if (recu?.statut === "TRAITE") await fermer(outils, qui, null);
}

async function appliquer(
  { hub }: OutilsPersonne,
  { departement, allocataire, recuLe }: DeQui,
  { aLEtude }: OrientationsDuHub,
  { suite, categorie, referent, jour }: { suite: string } & Decidee,
  cle: string,
): Promise<Traitement> {
  const cible = await hub.cibleDeLOrientation(departement, {
    categorie,
    organisme: referent?.organisme.code,
    structure: referent?.structure?.code,
  });
  if (!cible)
    return {
      applique: false,
      code: "PARCOURS_INCONNU",
      message: "Le département n’a pas de parcours local de la catégorie que France Travail a décidée.",
    };
  const { parcours, organisme } = cible;
  const acte = (mutation: string, variables: Record<string, unknown>, le: Date) =>
    hub.appliquer({ departement, mutation, variables, le, cle });
  if (suite === "DECIDER") return acte("deciderOrientation", { allocataire, parcours, organisme, motif: MOTIF, decideeLe: jour }, recuLe);
  const propose = await proposer(aLEtude, () =>
    acte("proposerReorientation", { allocataire, parcours, organisme, motif: MOTIF }, instantDuJour(jour, recuLe)),
  );
  if (!propose.applique) return propose;
  return acte("statuerReorientation", { orientation: propose.resultat, accepter: true, le: jour, motif: MOTIF, organisme }, recuLe);
}

type Issue = Exclude<Traitement, { ignore: string }>;

/** The réorientation that is studied is the one decided; without one, it is proposed first. */
const proposer = async (aLEtude: string | null, proposition: () => Promise<Issue>): Promise<Issue> =>
  aLEtude === null ? proposition() : { applique: true, rejouee: false, resultat: aLEtude };

/** Noon of the day, or now when it is today. */
const instantDuJour = (jour: string, maintenant: Date): Date =>
  new Date(Math.min(new Date(`${jour}T11:00:00Z`).getTime(), maintenant.getTime()));

/** SORTIE_PARCOURS: the parcours ended at France Travail. The nature is what the end of the registration says, and its code stays with it. */
async function recevoirSortie(outils: OutilsPersonne, qui: DeQui, jour: string, api: Api, usager: Usager): Promise<void> {
  const { departement, allocataire, recuLe } = qui;
  const cle = `sortie ${allocataire} ${jour}`;
  await outils.reception.recevoir({ ...qui, objet: "SORTIE_PARCOURS", cle, lecture: LECTURE_ORIENTATION }, async () => {
    const contrat = await api.statut.lire(usager);
    const [code, libelle] = [contrat?.m_motif_cloture_code ?? null, contrat?.m_motif_cloture_lib ?? null];
    const motif = [code, libelle].filter((dit) => dit !== null).join(", ");
    const preuve = `France Travail : parcours clos${motif === "" ? "" : `, motif de clôture ${motif}`}.`.slice(0, 300);
    const variables = { allocataire, nature: natureDeSortie(libelle), date: jour, preuve };
    return outils.hub.appliquer({ departement, mutation: "declarerSortie", variables, le: recuLe, cle });
  });
}
