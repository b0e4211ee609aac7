import { civilDateOf } from "../../../shared/civil-date";
import { CATEGORIE_FRANCE_TRAVAIL } from "../../../shared/contrat/correspondance/categorie";
import { depuisPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import type { FaitsDuHub } from "../fait-recu";
import type { MessageRecu } from "../message-recu";
import type { Traitement } from "../recevoir";
import { type ActiviteRecue, DE_SANCTION, NATURES_ACTIVITE } from "./activite";
import { type OutilsDesActivites, traiterChacune } from "./traiter-chacune";

export interface OutilsDuTraitement extends OutilsDesActivites {
  hub: FaitsDuHub;
}

interface Orientations {
  orientations: { id: string; statut: string; closeLe: string | null }[];
}

/** Makes each activity a fact of the hub, once: by the use case of its owner, and with an exchange that says what came of it. */
export class TraiterActivite {
  constructor(private readonly outils: OutilsDuTraitement) {}

  async toutes(departement: string, activites: readonly ActiviteRecue[], lecture: string): Promise<void> {
    const { clock } = this.outils;
    await traiterChacune(
      this.outils,
      activites.filter(({ code }) => !DE_SANCTION.includes(code)),
      (activite) => messageDe(departement, activite, lecture, clock.now()),
      (activite) => this.appliquer(departement, activite),
    );
  }

  private async appliquer(departement: string, activite: ActiviteRecue): Promise<Traitement> {
    const { allocataire, code } = activite;
    if (allocataire === null)
      return { applique: false, code: "PERSONNE_INCONNUE", message: "Aucune personne du hub ne porte ce numéro France Travail." };
    if (code === "ACT382") return this.demander(departement, allocataire, activite);
    if (code === "ACT414") return this.proposerReorientation(departement, allocataire, activite);
    // The row itself is the fact: an appointment to place, a diagnostic to confirm, or an activity that the hub has no word for.
    return { applique: true, rejouee: false, resultat: activite.id };
  }

  /** ACT382: the orientation is asked for, unless the flows asked already, or the Département has decided. */
  private async demander(departement: string, allocataire: string, { identifiant, creeeLe }: ActiviteRecue): Promise<Traitement> {
    const { hub, clock } = this.outils;
    const connues = (await hub.lire(departement, allocataire, "orientations { id statut closeLe }")) as Orientations | null;
    const attend = connues?.orientations.find(({ statut }) => statut === "DEMANDEE" || statut === "PRECONISEE");
    if (attend) return { applique: true, rejouee: false, resultat: attend.id };
    if (connues?.orientations.some(({ statut, closeLe }) => statut === "DECIDEE" && closeLe === null))
      return { ignore: "Le Département a déjà décidé : son orientation est dite à France Travail." };
    return hub.appliquer({
      departement,
      mutation: "demanderOrientation",
      variables: { allocataire, origine: "INSCRIPTION_FRANCE_TRAVAIL", demandeeLe: civilDateOf(creeeLe) },
      le: clock.now(),
      cle: `activite ${identifiant}`,
    });
  }

  /** ACT414: a réorientation is proposed, to the parcours that France Travail recommends. */
  private async proposerReorientation(departement: string, allocataire: string, activite: ActiviteRecue): Promise<Traitement> {
    const { hub, clock } = this.outils;
    const connues = (await hub.lire(departement, allocataire, "orientations { id statut closeLe }")) as Orientations | null;
    const aLEtude = connues?.orientations.find(({ statut }) => statut === "A_L_ETUDE");
    if (aLEtude) return { applique: true, rejouee: false, resultat: aLEtude.id };
    const categorie = depuisPartenaire(CATEGORIE_FRANCE_TRAVAIL, activite.attributs.typeParcours ?? "");
    const cible =
      categorie && (await hub.cibleDeLOrientation(departement, { categorie, organisme: activite.attributs.typeOrganismeAccompagnateur }));
    if (!cible)
      return {
        applique: false,
        code: "PARCOURS_INCONNU",
        message: "France Travail ne dit pas vers quel parcours, ou le département n’en a pas de cette catégorie.",
      };
    return hub.appliquer({
      departement,
      mutation: "proposerReorientation",
      variables: { allocataire, parcours: cible.parcours, organisme: cible.organisme, motif: MOTIF_REORIENTATION },
      le: clock.now(),
      cle: `activite ${activite.identifiant}`,
    });
  }
}

export const MOTIF_REORIENTATION = "Réorientation préconisée par France Travail.";

/** Unknown codes are kept and shown under the line of the activities. */
const OBJET_INCONNU = "ACTIVITES_PARCOURS";

const messageDe = (departement: string, { identifiant, code, allocataire }: ActiviteRecue, lecture: string, recuLe: Date): MessageRecu => ({
  departement,
  objet: NATURES_ACTIVITE[code]?.objet ?? OBJET_INCONNU,
  allocataire,
  cle: `activite ${identifiant}`,
  identifiantPartenaire: identifiant,
  lecture,
  recuLe,
});
