import { comparer as comparerDemande, corpsDemande } from "../../subgraphs/echanges/envoi/objets/orientation-demande";
import {
  comparer,
  corpsOrientation,
  dateDEntree,
  decision,
  type FaitOrientation,
  objetOrientationResultat,
} from "../../subgraphs/echanges/envoi/objets/orientation-resultat";
import { comparer as comparerPremier, objetRdvAPositionner } from "../../subgraphs/echanges/envoi/objets/rdv-a-positionner";
import type { OrientationFT } from "../../subgraphs/echanges/france-travail/api";
import { FAIT, message, seulement } from "./faits-a-dire";

const REMOB = { id: "94-REMOB-1", type: "DELEGATAIRE", codeAurore: "ILE0042", codeSafir: "94012" };
const orientation = (donnees: Partial<FaitOrientation> = {}): FaitOrientation => ({
  id: FAIT,
  statut: "DECIDEE",
  origine: "FLUX_CAF",
  categorie: "EQUILIBRE",
  organisme: REMOB,
  decideeLe: "2026-01-20",
  decideePar: "DEPARTEMENT",
  motif: "Besoin d’un accompagnement resserré.",
  closeLe: null,
  motifFin: null,
  source: "DEPARTEMENT",
  ...donnees,
});
const lue = (donnees: Partial<OrientationFT> = {}): OrientationFT => ({
  parcours: "PSP",
  referent_parcours: { organisme: { code: "CD" }, structure: { code: "ILE0042" } },
  statut: "DECIDE",
  etat: "OUVERT",
  date_entree_parcours: "2026-01-20",
  ...donnees,
});
const attente = (donnees: Partial<OrientationFT> = {}) =>
  lue({ statut: "PRECONISE", etat: "EN_ATTENTE", date_entree_parcours: null, ...donnees });
const corps = (donnees: Partial<FaitOrientation> = {}) => corpsOrientation(message(), orientation(donnees));
const etatDe = async (donnees: Partial<FaitOrientation>, evenement = "OrientationDecidee") => {
  const m = message({ evenement });
  const lecture = (await objetOrientationResultat(seulement(orientation(donnees))).lire([m])).get(m.echange)!;
  return lecture.etat === "A_DIRE" ? lecture.etat : lecture.raison;
};

describe("une décision d’orientation, dans les mots de France Travail", () => {
  it.each([
    ["EMPLOI", "PED"],
    ["EQUILIBRE", "PSP"],
    ["REMOBILISATION", "PSO"],
  ] as const)("la catégorie %s est %s : social et socio-professionnel ne s’échangent pas", (categorie, parcours) => {
    expect(corps({ categorie }).parcours).toBe(parcours);
  });

  it.each([
    ["DEPARTEMENT", "CD"],
    ["DELEGATAIRE", "CD"],
    ["CCAS", "CD"],
    ["FRANCE_TRAVAIL", "FT"],
    ["MISSION_LOCALE", "ML"],
    ["CAP_EMPLOI", "CE"],
  ])("un référent %s est %s, avec sa structure quand son code est connu", (type, code) => {
    expect(corps({ organisme: { ...REMOB, type } }).referent_parcours).toEqual({ organisme: { code }, structure: { code: "ILE0042" } });
    expect(corps({ organisme: { ...REMOB, type, codeAurore: null } }).referent_parcours).toEqual({ organisme: { code } });
  });

  it("le motif ne part que s’il est l’un de ceux de France Travail", () => {
    expect(corps().motif_refus).toBe("APPRECIATION_DIFFERENTE");
    expect(corps({ motif: "Il n’y a plus de place dans ce parcours." }).motif_refus).toBe("MANQUE_CAPACITE_ACCUEIL");
  });

  it.each([
    ["décidée", {}, "A_DIRE"],
    ["refusée : la préconisation l’est aussi", { statut: "REFUSEE", categorie: null, organisme: null }, "A_DIRE"],
    ["décidée par France Travail", { decideePar: "FRANCE_TRAVAIL" }, expect.stringContaining("ne lui est pas redit")],
    ["venue de France Travail", { source: "FRANCE_TRAVAIL" as const }, expect.stringContaining("ne lui est pas redit")],
    ["remplacée", { closeLe: "2026-03-01", motifFin: "REORIENTATION" }, expect.stringContaining("réorientation l’a remplacée")],
    ["close par une sortie", { closeLe: "2026-03-01", motifFin: "EMPLOI_DURABLE" }, expect.stringContaining("close")],
    ["pas encore décidée", { statut: "A_L_ETUDE", decideeLe: null }, "Aucune décision n’est prise."],
    ["chez un organisme sans mot", { organisme: { ...REMOB, type: "MSA" } }, expect.stringContaining("pas de mot")],
  ])("%s : dite, ou pourquoi elle ne l’est pas", async (_cas, donnees, attendu) => {
    expect(await etatDe(donnees as Partial<FaitOrientation>)).toEqual(attendu);
  });

  it("un transfert du Département se dit même quand France Travail avait décidé", async () => {
    expect(await etatDe({ decideePar: "FRANCE_TRAVAIL" }, "PortefeuilleTransfere")).toBe("A_DIRE");
  });
});

describe("la préconisation qui attend", () => {
  it("est acceptée quand parcours et organisme sont les nôtres, structure connue ou non", () => {
    expect(decision(corps(), attente())).toMatchObject({ etat_decision: "ACCEPTEE", date_decision: "2026-01-20", parcours: "PSP" });
    expect(decision(corps(), attente({ referent_parcours: { organisme: { code: "CD" } } }))).toMatchObject({ etat_decision: "ACCEPTEE" });
  });

  it.each([
    ["un autre parcours", { parcours: "PSO" }, "APPRECIATION_DIFFERENTE"],
    ["un autre organisme", { referent_parcours: { organisme: { code: "FT" } } }, "APPRECIATION_DIFFERENTE"],
    ["un parcours indéterminé", { parcours: "IND" }, "APPRECIATION_DIFFERENTE"],
    ["un entretien d’orientation, qui a mené ici", { parcours: "EO" }, "ENTRETIEN_ORIENTATION"],
  ] as const)("%s : refusée, avec nos choix et le motif", (_cas, donnees, motif_refus) => {
    const dite = decision(corps(), attente(donnees as Partial<OrientationFT>));
    expect(dite).toEqual({
      etat_decision: "REFUSEE",
      date_decision: "2026-01-20",
      motif_refus,
      parcours: "PSP",
      referent_parcours: { organisme: { code: "CD" }, structure: { code: "ILE0042" } },
    });
  });

  it("une réorientation refusée ne choisit rien d’autre : ce qui court continue", () => {
    const refusee = corps({ statut: "REFUSEE" });
    expect(decision(refusee, attente({ statut: "PRECONISE_REORIENTATION" }))).toEqual({
      etat_decision: "REFUSEE",
      date_decision: "2026-01-20",
      motif_refus: "APPRECIATION_DIFFERENTE",
    });
    expect(comparer(message(), refusee, [lue({ parcours: "PED" })])).toEqual({ etat: "CONFORME" });
  });

  it("l’entrée n’est pas avant la dernière sortie, ni, pour une nouvelle, avant celle qui court", () => {
    const lues = [lue({ date_entree_parcours: "2026-03-01" }), lue({ etat: "CLOTURE", date_sortie_parcours: "2026-02-15" })];
    expect(dateDEntree("2026-01-20", lues, false)).toBe("2026-02-15");
    expect(dateDEntree("2026-01-20", lues, true)).toBe("2026-03-01");
    expect(dateDEntree("2026-04-01", lues, true)).toBe("2026-04-01");
  });
});

describe("ce que France Travail montre après", () => {
  const relire = (lues: OrientationFT[], evenement = "OrientationDecidee", donnees = {}) =>
    comparer(message({ evenement, donnees }), corpsOrientation(message({ evenement, donnees }), orientation()), lues);

  it.each([
    ["rien", [], "ABSENT"],
    ["la nôtre, ouverte", [lue()], "CONFORME"],
    [
      "la nôtre, le code en minuscules",
      [lue({ referent_parcours: { organisme: { code: "CD" }, structure: { code: "ile0042" } } })],
      "CONFORME",
    ],
    ["la nôtre, sans sa structure : à ajouter", [lue({ referent_parcours: { organisme: { code: "CD" } } })], "ABSENT"],
    ["une préconisation qui attend encore", [attente(), lue()], "ABSENT"],
    ["une saisie complète qui attend encore", [attente({ etat: "SAISIE_COMPLETE" })], "ABSENT"],
    ["un brouillon, que personne ne demande", [attente({ etat: "BROUILLON" }), lue()], "CONFORME"],
    [
      "une réorientation que France Travail propose depuis : une autre question",
      [attente({ statut: "PRECONISE_REORIENTATION", date_creation: "2026-02-03T09:00:00Z" }), lue()],
      "CONFORME",
    ],
    ["l’ancienne, d’avant notre décision", [lue({ parcours: "PED", date_entree_parcours: "2025-06-01" })], "ABSENT"],
  ] as const)("%s : %s", (_cas, lues, etat) => {
    expect(relire([...lues] as OrientationFT[])).toEqual({ etat });
  });

  it("une autre, décidée là-bas depuis : une divergence, avec les deux valeurs", () => {
    const autre = lue({ parcours: "PED", referent_parcours: { organisme: { code: "FT" } }, date_entree_parcours: "2026-02-10" });
    expect(relire([autre])).toEqual({
      etat: "DIFFERENT",
      modifieLe: "2026-02-10",
      ecarts: [
        { champ: "parcours", valeurHub: "PSP", valeurPartenaire: "PED" },
        { champ: "referent_parcours", valeurHub: "CD ILE0042", valeurPartenaire: "FT" },
      ],
    });
  });

  it("un transfert ne répond à aucune préconisation, et vaut depuis son jour", () => {
    const donnees = { le: "2026-02-20" };
    expect(relire([attente(), lue()], "PortefeuilleTransfere", donnees)).toEqual({ etat: "CONFORME" });
    const avant = lue({
      referent_parcours: { organisme: { code: "CD" }, structure: { code: "ILE0001" } },
      date_entree_parcours: "2026-02-10",
    });
    expect(relire([avant], "PortefeuilleTransfere", donnees)).toEqual({ etat: "ABSENT" });
  });
});

describe("une réorientation demandée, et le premier rendez-vous", () => {
  it("les critères sont ceux que le hub connaît, en codes ; un texte n’en est pas un", () => {
    const criteres = {
      contraintes: [
        { frein: "SANTE" as const, impact: "MOYEN" },
        { frein: "LOGEMENT" as const, impact: "FORT" },
        { frein: "MOBILITE" as const, impact: "FAIBLE" },
        { frein: "NUMERIQUE" as const, impact: "FORT" },
        { frein: "FINANCES" as const, impact: "AUCUN" },
        { frein: "FAMILLE" as const, impact: "NON_RENSEIGNE" },
      ],
      procheAidant: false,
      niveauQualification: "NV4",
      situationEmploi: "Sans emploi depuis longtemps",
    };
    const demande = {
      id: FAIT,
      statut: "A_L_ETUDE",
      origine: "REORIENTATION",
      demandeeLe: "2026-02-01",
      source: "DEPARTEMENT" as const,
      criteres,
    };
    expect(corpsDemande(demande)).toEqual({
      origine: "INSCRIPTION_CONSEILLER_CD",
      criteres_orientation: {
        contrainte_sante: "IMPACT_FAIBLE_RECHERCHE_EMPLOI",
        contrainte_logement: "IMPACT_FORT_RECHERCHE_EMPLOI",
        contrainte_mobilite: "AUTRE",
        contrainte_financiere: "AUCUNE",
        niveau_etude: "NV4",
      },
    });
    expect(corpsDemande({ ...demande, criteres: null })).toEqual({ origine: "INSCRIPTION_CONSEILLER_CD" });
  });

  it("la demande est entendue quand une préconisation attend, ou qu’une réorientation est décidée depuis", () => {
    const decidee = (date_decision: string) =>
      lue({ statut: "DECIDE_REORIENTATION", decision: { etat_decision: "ACCEPTEE", date_decision } });
    expect(comparerDemande("2026-02-01", [attente()]).etat).toBe("CONFORME");
    expect(comparerDemande("2026-02-01", [decidee("2026-02-05")]).etat).toBe("CONFORME");
    expect(comparerDemande("2026-02-01", [decidee("2026-01-05"), lue()]).etat).toBe("ABSENT");
  });

  it("le premier rendez-vous est à prendre quand ACT380 est ouverte depuis la décision, ou déjà pris", async () => {
    const activite = (dateCreation: string) =>
      ({ identifiantActivite: "A-1", codeActivite: "ACT380", dateCreation }) as Parameters<typeof comparerPremier>[1][number];
    const rdv = (donnees: object) =>
      ({ motif: "ACC", statut: "PRIS", date: "2026-01-25T09:00:00", ...donnees }) as Parameters<typeof comparerPremier>[2][number];
    expect(comparerPremier("2026-01-20", [activite("2026-01-20T10:00:00Z")], [])).toEqual({ etat: "CONFORME", identifiant: "A-1" });
    expect(comparerPremier("2026-01-20", [activite("2026-01-10T10:00:00Z")], []).etat).toBe("ABSENT");
    expect(comparerPremier("2026-01-20", [], [rdv({})]).etat).toBe("CONFORME");
    expect(
      comparerPremier("2026-01-20", [], [rdv({ motif: "AUT" }), rdv({ statut: "ANNULE" }), rdv({ date: "2026-01-02T09:00:00" })]).etat,
    ).toBe("ABSENT");
    const m = message();
    const objet = objetRdvAPositionner(seulement(orientation({ closeLe: "2026-03-01" })));
    expect((await objet.lire([m])).get(m.echange)!.etat).toBe("SANS_OBJET");
    expect(objet.corps(m, orientation())).toEqual({});
  });
});
