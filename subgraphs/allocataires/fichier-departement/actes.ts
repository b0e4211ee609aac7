import { organismeId, referentId } from "../../shared/database";
import type { Enregistrement, TypeEnregistrement } from "./format";

/** A record as the mutation that enters it. `orientation`: this argument is the one that runs at that moment, or the one that the act before gave. */
export interface ActeDuFichier {
  mutation: string;
  variables: Record<string, unknown>;
  orientation?: "courante" | "precedente";
}

type Valeurs = Record<string, any>;
const champs = (e: Valeurs, noms: string[]): Valeurs =>
  Object.fromEntries(noms.flatMap((nom) => (e[nom] === undefined ? [] : [[nom, e[nom]]])));

/** The use cases of each kind, one but for a réorientation, which is proposed then decided: a file follows the rules of the mutations, and meets their refusals. A référent is no act on a person. */
export function actesDe(e: Enregistrement, allocataire: string, departement: string): ActeDuFichier[] {
  return e.type === "reorientation" ? reorientation(e, allocataire, departement) : [acteDe(e, allocataire, departement)];
}

function reorientation(e: Valeurs, allocataire: string, departement: string): ActeDuFichier[] {
  const organisme = e.organisme === undefined ? {} : { organisme: organismeId(departement, e.organisme) };
  const referent = e.referent === undefined ? {} : { referent: referentId(organisme.organisme!, e.referent) };
  return [
    { mutation: "proposerReorientation", variables: { allocataire, ...organisme, ...champs(e, ["parcours", "motif"]) } },
    {
      mutation: "statuerReorientation",
      variables: { accepter: true, le: e.decideeLe, motif: e.motif, ...organisme, ...referent },
      orientation: "precedente",
    },
  ];
}

function acteDe(e: Enregistrement, allocataire: string, departement: string): ActeDuFichier {
  const v = e as Valeurs;
  const suivi = () => {
    const organisme = organismeId(departement, v.organisme);
    return { organisme, ...(v.referent === undefined ? {} : { referent: referentId(organisme, v.referent) }) };
  };
  switch (e.type as Exclude<TypeEnregistrement, "referent" | "reorientation">) {
    case "identifiant":
      return { mutation: "enregistrerIdentifiant", variables: { allocataire, valeur: v.valeur } };
    case "coordonnees": {
      const adresse = v.voie === undefined ? {} : { adresse: champs(v, ["voie", "codePostal", "codeInsee", "commune"]) };
      return {
        mutation: "declarerDonnees",
        variables: { allocataire, donnees: { ...champs(v, ["telephone", "courriel"]), ...adresse }, parAllocataire: false },
      };
    }
    case "orientation":
      return {
        mutation: "deciderOrientation",
        variables: { allocataire, ...suivi(), ...champs(v, ["parcours", "motif", "decideeLe", "intensite"]) },
      };
    case "affectation": {
      const { referent } = suivi();
      return { mutation: "affecterReferent", variables: { referent, ...champs(v, ["role", "du", "au"]) }, orientation: "courante" };
    }
    case "diagnostic":
      return {
        mutation: "enregistrerDiagnostic",
        variables: {
          allocataire,
          ...champs(v, [
            "etabliLe",
            "contraintes",
            "niveauQualification",
            "situationEmploi",
            "projetProfessionnel",
            "metiersRecherches",
            "procheAidant",
          ]),
        },
      };
    case "contrat":
      return v.dateRefus === undefined
        ? {
            mutation: "signerContrat",
            variables: {
              allocataire,
              ...champs(v, ["nature", "dateSignature", "dureeMois", "heuresHebdomadaires", "exempte", "motifModulation"]),
            },
          }
        : { mutation: "refuserContrat", variables: { allocataire, dateRefus: v.dateRefus, motif: v.motifRefus } };
    case "reprise":
      return {
        mutation: "declarerRepriseEmploi",
        variables: { allocataire, ...champs(v, ["debut", "typeContrat", "dureeMois", "quotite"]) },
      };
    case "sortie":
      return { mutation: "declarerSortie", variables: { allocataire, ...champs(v, ["nature", "date"]) } };
  }
}

/** Day of the fact, which orders the records of a person. */
export const jourDuFait = (e: Enregistrement): string => {
  const v = e as Valeurs;
  return v.decideeLe ?? v.du ?? v.etabliLe ?? v.dateSignature ?? v.dateRefus ?? v.debut ?? v.date ?? e.collecteLe.slice(0, 10);
};

/** The instant at which the use case runs: what the file says was collected, at noon when it gives a day only. */
export const instantDe = (e: Enregistrement): Date => new Date(e.collecteLe.length === 10 ? `${e.collecteLe}T12:00:00Z` : e.collecteLe);
