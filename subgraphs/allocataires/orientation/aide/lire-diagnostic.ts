/** The three texts of a diagnostic that the decision aid reads. They are free: only what is written exactly as below, or as France Travail's code, is understood.
 * Anything else is « non renseigné »: a text is never interpreted. */

type Lecture = Readonly<Record<string, readonly string[]>>;

const SITUATIONS: Lecture = {
  EN_ACTIVITE: ["En emploi", "En activité", "En emploi à temps partiel", "En emploi à temps plein"],
  DEUX_DERNIERES_ANNEES: ["Sans emploi depuis moins d’un an", "Sans emploi depuis un à deux ans", "Sans emploi depuis moins de deux ans"],
  PLUS_DEUX_ANS: ["Sans emploi depuis plus de deux ans"],
  JAMAIS: ["N’a jamais travaillé"],
};
/** France Travail tells five levels below the CAP apart (AFS, C12, C3A, CFG, CP4): none of them is a diploma of a trade. */
const NIVEAUX: Lecture = {
  SANS_DIPLOME: ["Sans diplôme", "AFS", "C12", "C3A", "CFG", "CP4"],
  NV5: ["CAP ou BEP", "CAP", "BEP"],
  NV4: ["Baccalauréat", "Bac"],
  NV3: ["Bac + 2"],
  NV2: ["Bac + 3 et plus", "Bac + 3", "Bac + 4"],
  NV1: ["Bac + 5", "Bac + 5 et plus"],
};
const PROJETS: Lecture = {
  SALARIAT: ["Emploi salarié"],
  ENTREPRENARIAT: ["Création d’entreprise", "Création ou reprise d’entreprise", "Entrepreneuriat"],
  FORMATION: ["Entrer en formation"],
  AUCUN: ["Aucun projet", "Sans projet"],
};

const reduit = (texte: string): string =>
  texte
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, " ")
    .trim();

const lecteur = (lecture: Lecture) => {
  const codes = new Map(
    Object.entries(lecture).flatMap(([code, textes]) => [code, ...textes].map((texte) => [reduit(texte), code] as const)),
  );
  return (texte: string | null): string | null => (texte === null ? null : (codes.get(reduit(texte)) ?? null));
};

export const situationLue = lecteur(SITUATIONS);
export const niveauLu = lecteur(NIVEAUX);
export const projetLu = lecteur(PROJETS);
