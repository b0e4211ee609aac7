import type { ContenuFoyer, LigneDeDroit, MontantsDuDroit, OrganismeDeMutation } from "./contenu";
import { descendant, enfant, enfants, type Noeud } from "./noeud";
import { centimes, centimesObligatoires, code, codeObligatoire, date, dateObligatoire } from "./valeur";

const parDate = (a: { du: string; motif: string }, b: { du: string; motif: string }): number =>
  a.du < b.du ? -1 : a.du > b.du ? 1 : a.motif < b.motif ? -1 : a.motif > b.motif ? 1 : 0;

type Situation = Pick<ContenuFoyer, "refus" | "suspensionsDroit" | "suspensionsVersement" | "cloture">;

/** Refusal, suspensions and closure (SituationDossierRSA), each with its motive. In order of date, so that two files say them alike. */
export function lireSituation(foyer: Noeud): Situation {
  const situation = descendant(foyer, "PrestationRSA", "SituationDossierRSA");
  const refus = enfant(situation, "Refus");
  const clos = enfant(situation, "FinDroit");
  const fin = clos ?? enfant(situation, "FinDroitMoisAnterieur");
  return {
    refus: refus ? { motif: codeObligatoire(refus, 3, "MOTIREFURSA"), le: dateObligatoire(refus, "DTREFURSA") } : null,
    suspensionsDroit: enfants(situation, "SuspensionDroit")
      .map((s) => ({
        motif: codeObligatoire(s, 2, "MOTISUSDRORSA"),
        du: dateObligatoire(s, "DDSUSDRORSA"),
        groupe: code(s, 3, "NATGROUPFSUS"),
      }))
      .sort(parDate),
    suspensionsVersement: enfants(situation, "SuspensionVersement")
      .map((s) => ({ motif: codeObligatoire(s, 2, "MOTISUSVERSRSA"), du: dateObligatoire(s, "DDSUSVERSRSA") }))
      .sort(parDate),
    cloture: fin
      ? { motif: codeObligatoire(fin, 3, "MOTICLORSA"), le: dateObligatoire(fin, "DTCLORSA"), moisAnterieur: clos === undefined }
      : null,
  };
}

const cleDeLigne = (ligne: LigneDeDroit): string => `${ligne.du} ${ligne.nature} ${ligne.sousNature} ${ligne.au ?? ""}`;

/** The lines of the right, in order of date. */
export function lireLignes(foyer: Noeud): LigneDeDroit[] {
  const lignes = enfants(descendant(foyer, "PrestationRSA", "DetailDroitRSA"), "DetailCalculDroitRSA").map((ligne) => ({
    nature: codeObligatoire(ligne, 3, "NATPF"),
    sousNature: codeObligatoire(ligne, 5, "SOUSNATPF"),
    du: dateObligatoire(ligne, "DDNATDRO"),
    au: date(ligne, "DFNATDRO"),
    montantCentimes: centimes(ligne, "MTRSAVERS"),
    dernierVersement: date(ligne, "DTDERRSAVERS"),
  }));
  return lignes.length < 2 ? lignes : lignes.sort((a, b) => (cleDeLigne(a) < cleDeLigne(b) ? -1 : 1));
}

/** The calculation of the right, in centimes a month. */
export function lireMontants(foyer: Noeud): MontantsDuDroit | null {
  const montants = descendant(foyer, "PrestationRSA", "DetailDroitRSA", "MontantsCalculDroitRSA");
  if (!montants) return null;
  return {
    du: dateObligatoire(montants, "DDELECAL"),
    au: date(montants, "DFELECAL"),
    totalCentimes: centimesObligatoires(montants, "MTTOTDRORSA"),
    garantiCentimes: centimesObligatoires(montants, "MTREVGARARSA"),
    ressourcesCentimes: centimesObligatoires(montants, "MTRESSMENRSA"),
    reductionDepartementCentimes: centimes(montants, "MTREDCGRSA"),
  };
}

/** The organisme before (cédant) or after (prenant) a mutation. The matricule there is not read. */
export function lireMutations(foyer: Noeud): { cedant: OrganismeDeMutation | null; prenant: OrganismeDeMutation | null } {
  const identification = descendant(foyer, "IdentificationRSA");
  const cedant = enfant(identification, "OrganismeCedant");
  const prenant = enfant(identification, "OrganismePrenant");
  return {
    cedant: cedant ? mutation(cedant, "FONORGCEDMUT", "NUMORGCEDMUT", "DDARRMUT") : null,
    prenant: prenant ? mutation(prenant, "FONORGPRENMUT", "NUMORGPRENMUT", "DDDEPAMUT") : null,
  };
}

const mutation = (organisme: Noeud, fonds: string, numorg: string, le: string): OrganismeDeMutation => ({
  fonds: codeObligatoire(organisme, 3, fonds),
  numorg: codeObligatoire(organisme, 3, numorg),
  le: dateObligatoire(organisme, le),
});
