import { daysBetween } from "../../shared/civil-date";

/** The fields of a service that its quality depends on. */
export interface FicheNotee {
  source: string;
  date_maj: string;
  description: string;
  adresse?: string | null;
  code_postal?: string | null;
  commune?: string | null;
  telephone?: string | null;
  courriel?: string | null;
  lien_mobilisation?: string | null;
  modes_accueil?: string[] | null;
  modes_mobilisation?: string[] | null;
  publics?: string[] | null;
  thematiques?: string[] | null;
  frais?: string | null;
  frais_precisions?: string | null;
}

const SIX_MOIS = 183;
const DEUX_ANS = 730;
/** Producers whose dates say nothing of freshness. */
const SANS_FRAICHEUR = ["agefiph", "france-travail"];

const oui = (condition: unknown): number => (condition ? 1 : 0);

function mobilisation(f: FicheNotee): number {
  const modes = f.modes_mobilisation ?? [];
  if (modes.length === 0) return 0;
  const moyens: Record<string, unknown> = {
    telephoner: f.telephone,
    "envoyer-un-courriel": f.courriel,
    "utiliser-lien-mobilisation": f.lien_mobilisation,
    "se-presenter": f.adresse && f.commune,
  };
  return modes.every((mode) => moyens[mode]) ? 1 : 0.5;
}

function fraicheur(f: FicheNotee, aujourdhui: string): number | null {
  if (SANS_FRAICHEUR.includes(f.source)) return null;
  const age = daysBetween(f.date_maj, aujourdhui);
  return Math.min(1, Math.max(0, (DEUX_ANS - age) / (DEUX_ANS - SIX_MOIS)));
}

function description(texte: string): number {
  if (texte.length < 50) return 0;
  return texte.length < 200 || texte.length >= 2_000 ? 0.5 : 1;
}

function frais(f: FicheNotee): number {
  if (f.frais === "gratuit") return 1;
  return f.frais === "payant" ? (f.frais_precisions ? 1 : 0.5) : 0;
}

const COURRIEL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const TELEPHONE = /^(\+|00)?[\d\s.()-]{4,20}$/;

/** Criteria of data·inclusion's quality score (pipeline `score_qualite.py`), each from 0 to 1, null when it does not apply.
 * `aujourdhui`: civil date, Paris; a record is fresh for six months, then less and less until two years. */
function criteresDeQualite(f: FicheNotee, aujourdhui: string): Record<string, number | null> {
  const surPlace = f.modes_accueil?.includes("en-presentiel") || f.modes_mobilisation?.includes("se-presenter");
  return {
    adresse_bien_definie: surPlace ? oui(f.adresse && f.code_postal && f.commune) : null,
    modes_mobilisation_bien_definis: mobilisation(f),
    au_moins_un_public: oui(f.publics?.length),
    au_moins_une_thematique: oui(f.thematiques?.length),
    au_moins_un_moyen_de_contact: oui(f.telephone || f.courriel || f.lien_mobilisation),
    courriel_bien_defini: f.courriel ? oui(COURRIEL.test(f.courriel)) : null,
    telephone_bien_defini: f.telephone ? oui(TELEPHONE.test(f.telephone)) : null,
    date_maj_recente: fraicheur(f, aujourdhui),
    frais_bien_definis: frais(f),
    description_bien_definie: description(f.description),
  };
}

/** Mean of the criteria that apply, from 0 to 1, to four decimals. */
export function scoreQualite(f: FicheNotee, aujourdhui: string): number {
  const notes = Object.values(criteresDeQualite(f, aujourdhui)).filter((note) => note !== null);
  return Math.round((notes.reduce((somme, note) => somme + note, 0) / notes.length) * 10_000) / 10_000;
}
