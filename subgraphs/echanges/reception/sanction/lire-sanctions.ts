import { consequenceDe } from "../../envoi/objets/relecture-sanction";
import type { ActiviteRecue } from "../activite/activite";
import { traiterChacune, traiterUne } from "../activite/traiter-chacune";
import type { Lecture } from "../lecture";
import type { MessageRecu } from "../message-recu";
import type { Traitement } from "../recevoir";
import type { OutilsDesSanctions } from "./outils";
import { lireManquement } from "./personne-chez-france-travail";
import { proposer } from "./proposer";
import { decisionLue, refusLu } from "./proposition";
import type { PropositionASuivre } from "./suite.repository";

const NOM = "sanctions";
const FAMILLE = "GLI100";
const DIX_MINUTES = 600_000;

/** What the hub knows of the person whom an activity is about. */
export interface PersonneConnue {
  identifiants: { type: string; valeur: string | null; valideAu: string | null }[];
  sanctions: { id: string; statut: string; identifiantPartenaire: string | null }[];
}
const SELECTION = "identifiants { type valeur valideAu } sanctions { id statut identifiantPartenaire }";

export const numeroDe = ({ identifiants }: PersonneConnue): string | null => {
  const numeros = identifiants.filter(({ type, valeur }) => type === "NUMERO_FRANCE_TRAVAIL" && valeur !== null);
  return (numeros.find(({ valideAu }) => valideAu === null) ?? numeros[0])?.valeur ?? null;
};

/** Sanctions that France Travail gives to instruct, to treat, to lift (family GLI100): a proposal becomes a breach and a file of the hub, once; the others
 * join the file that they are about, for somebody to treat. Once the delay is over, what France Travail decided is written down. Nothing is lifted by rule. */
export class LectureDesSanctions implements Lecture {
  readonly nom = NOM;
  readonly toutesLesMs = DIX_MINUTES;

  constructor(private readonly outils: OutilsDesSanctions) {}

  async executer(departement: string): Promise<void> {
    const { activites, suites, clock } = this.outils;
    await traiterChacune(
      this.outils,
      await activites.aTraiter(departement, FAMILLE, clock.now()),
      (activite) => this.messageDeLActivite(departement, activite),
      (activite) => this.appliquer(departement, activite),
    );
    await this.suivre(departement, await suites.aSuivre(departement, clock.now()));
  }

  /** `cle`: « activite … », « decision … », or « manquement … » and the activity that gave it. */
  async rejouer(departement: string, { cle }: { cle: string }): Promise<void> {
    const { activites, suites, clock } = this.outils;
    const identifiant = cle.split(" ").at(-1)!;
    if (cle.startsWith("decision ")) {
      const aSuivre = await suites.aSuivre(departement, clock.now());
      return this.suivre(
        departement,
        aSuivre.filter(({ consequence }) => consequence === identifiant),
      );
    }
    const activite = await activites.parIdentifiant(departement, identifiant, clock.now());
    if (activite)
      await traiterUne(this.outils, activite, this.messageDeLActivite(departement, activite), () => this.appliquer(departement, activite));
  }

  private message(departement: string, allocataire: string | null, cle: string, identifiantPartenaire: string): MessageRecu {
    return {
      departement,
      objet: "SANCTION_PROPOSITION",
      allocataire,
      cle,
      identifiantPartenaire,
      lecture: NOM,
      recuLe: this.outils.clock.now(),
    };
  }

  private messageDeLActivite(departement: string, { allocataire, identifiant }: ActiviteRecue): MessageRecu {
    return this.message(departement, allocataire, `activite ${identifiant}`, identifiant);
  }

  private async appliquer(departement: string, activite: ActiviteRecue): Promise<Traitement> {
    const { hub, api, suites, clock } = this.outils;
    const { allocataire, attributs } = activite;
    if (allocataire === null) return refusLu("PERSONNE_INCONNUE", "Aucune personne du hub ne porte ce numéro France Travail.");
    const consequence = attributs.idConsequenceSanction;
    if (!consequence) return refusLu("CONSEQUENCE_INCONNUE", "L’activité ne dit pas de quelle sanction il s’agit.");
    const personne = (await hub.lire(departement, allocataire, SELECTION)) as PersonneConnue | null;
    if (personne === null) return refusLu("PERSONNE_INCONNUE", "La personne n’est plus connue du hub.");
    const connue =
      personne.sanctions.find(({ identifiantPartenaire }) => identifiantPartenaire === consequence)?.id ??
      (await suites.decideeParLeDepartement(departement, consequence, clock.now()));
    // Something to treat on a file that is open already: it is shown with it.
    if (connue) return { applique: true, rejouee: true, resultat: connue };
    const manquement = await lireManquement(api, numeroDe(personne), consequence);
    if (!("consequencesSanction" in manquement)) return manquement;
    return proposer(this.outils, { departement, allocataire, activite, manquement, consequence });
  }

  private async suivre(departement: string, propositions: readonly PropositionASuivre[]): Promise<void> {
    const { reception } = this.outils;
    const messages = propositions.map((p) => ({
      ...this.message(departement, p.allocataire, `decision ${p.consequence}`, p.consequence),
      p,
    }));
    for (const { p, ...message } of await reception.aTraiter(messages)) {
      const traitement = await this.constater(departement, p);
      if (traitement !== null) await reception.traiter(message, async () => traitement);
    }
  }

  /** Null while there is nothing to write down yet. */
  private async constater(departement: string, { allocataire, consequence, sanction }: PropositionASuivre): Promise<Traitement | null> {
    const { hub, api, clock } = this.outils;
    const personne = (await hub.lire(departement, allocataire, SELECTION)) as PersonneConnue | null;
    const statut = personne?.sanctions.find(({ id }) => id === sanction)?.statut;
    if (!personne || statut !== "PROPOSEE") return { ignore: "Le Département a instruit cette proposition." };
    const manquement = await lireManquement(api, numeroDe(personne), consequence);
    if (!("consequencesSanction" in manquement)) return manquement;
    const lue = consequenceDe(manquement, consequence);
    const decision = lue && decisionLue(lue);
    if (decision === null || "applique" in decision || "ignore" in decision) return decision as Traitement | null;
    const variables = { sanction, ...decision };
    return hub.appliquer({ departement, mutation: "constaterSanction", variables, le: clock.now(), cle: `decision ${consequence}` });
  }
}
