import { CRITERES, type Critere, criteresDeQualite, type FicheNotee, noteDe } from "../data-inclusion/score-qualite";

/** A criterion of the score. `valeur`: from 0 to 1, null when it does not apply. `conseil`: what would raise it; null when nothing would. */
export interface CritereNote {
  code: Critere;
  valeur: number | null;
  conseil: string | null;
}
export interface Qualite {
  score: number;
  criteres: CritereNote[];
}

type Conseil = (f: FicheNotee) => string;

/** What to do for each criterion that is not fully met, to be read by who writes the record. */
const CONSEILS: Record<Critere, Conseil> = {
  adresse_bien_definie: (f) =>
    `Le service se rend sur place : complétez ${enumerer([f.adresse ? null : "l’adresse", f.code_postal ? null : "le code postal", f.commune ? null : "la commune"])}.`,
  modes_mobilisation_bien_definis: (f) =>
    f.modes_mobilisation?.length
      ? `Un mode de mobilisation n’a pas de quoi servir : ${enumerer(moyensManquants(f))}.`
      : "Dites comment mobiliser le service : téléphoner, envoyer un courriel, se présenter, utiliser un lien.",
  au_moins_un_public: () => "Indiquez au moins un public, ou « tous-publics ».",
  au_moins_une_thematique: () => "Indiquez au moins une thématique : sans elle, l’offre ne répond à aucun frein.",
  au_moins_un_moyen_de_contact: () => "Donnez un téléphone, un courriel ou un lien : personne ne peut joindre le service.",
  courriel_bien_defini: () => "Corrigez le courriel : il n’a pas la forme nom@domaine.",
  telephone_bien_defini: () => "Corrigez le téléphone : un seul numéro, de préférence sous la forme +33123456789.",
  date_maj_recente: () => "Relisez la fiche et mettez à jour sa date : elle a plus de six mois.",
  frais_bien_definis: (f) =>
    f.frais === "payant" ? "Précisez les frais : montant, tarif réduit, prise en charge." : "Dites si le service est gratuit ou payant.",
  description_bien_definie: ({ description: { length } }) =>
    length >= 2_000
      ? `Raccourcissez la description : ${length} caractères, de 200 à 2 000 se lisent bien.`
      : `Étoffez la description : ${length} caractères, visez-en de 200 à 2 000.`,
};

const MOYENS: Record<string, { moyen: string; donne: (f: FicheNotee) => unknown }> = {
  telephoner: { moyen: "le téléphone manque", donne: (f) => f.telephone },
  "envoyer-un-courriel": { moyen: "le courriel manque", donne: (f) => f.courriel },
  "utiliser-lien-mobilisation": { moyen: "le lien de mobilisation manque", donne: (f) => f.lien_mobilisation },
  "se-presenter": { moyen: "l’adresse manque", donne: (f) => f.adresse && f.commune },
};

const moyensManquants = (f: FicheNotee): string[] =>
  (f.modes_mobilisation ?? []).flatMap((mode) => {
    const connu = MOYENS[mode];
    if (!connu) return [`« ${mode} » n’est pas un mode du référentiel`];
    return connu.donne(f) ? [] : [connu.moyen];
  });

function enumerer(mots: (string | null)[]): string {
  const dits = mots.filter((mot): mot is string => mot !== null);
  return dits.length < 2 ? (dits[0] ?? "") : `${dits.slice(0, -1).join(", ")} et ${dits.at(-1)}`;
}

/** The quality of a record on a day, with what would improve it. `aujourdhui`: civil date, Paris. */
export function qualiteDe(fiche: FicheNotee, aujourdhui: string): Qualite {
  const notes = criteresDeQualite(fiche, aujourdhui);
  return {
    score: noteDe(notes),
    criteres: CRITERES.map((code) => {
      const valeur = notes[code];
      return { code, valeur, conseil: valeur === null || valeur === 1 ? null : CONSEILS[code](fiche) };
    }),
  };
}
