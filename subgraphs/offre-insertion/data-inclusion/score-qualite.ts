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

/** Days during which a record is fresh, and after which it is stale. */
export const SIX_MOIS = 183;
export const DEUX_ANS = 730;
/** Producers whose dates say nothing of freshness. */
export const SANS_FRAICHEUR = ["agefiph", "france-travail"];

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

function noteDeFraicheur(f: Pick<FicheNotee, "source" | "date_maj">, aujourdhui: string): number | null {
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

/** The ten criteria of data·inclusion's quality score (pipeline `score_qualite.py`), in the order in which they are shown. */
export const CRITERES = [
  "adresse_bien_definie",
  "modes_mobilisation_bien_definis",
  "au_moins_un_public",
  "au_moins_une_thematique",
  "au_moins_un_moyen_de_contact",
  "courriel_bien_defini",
  "telephone_bien_defini",
  "date_maj_recente",
  "frais_bien_definis",
  "description_bien_definie",
] as const;
export type Critere = (typeof CRITERES)[number];
/** Each from 0 to 1; null when it does not apply. */
export type Criteres = Record<Critere, number | null>;

/** `aujourdhui`: civil date, Paris; a record is fresh for six months, then less and less until two years. */
export function criteresDeQualite(f: FicheNotee, aujourdhui: string): Criteres {
  const surPlace = f.modes_accueil?.includes("en-presentiel") || f.modes_mobilisation?.includes("se-presenter");
  return {
    adresse_bien_definie: surPlace ? oui(f.adresse && f.code_postal && f.commune) : null,
    modes_mobilisation_bien_definis: mobilisation(f),
    au_moins_un_public: oui(f.publics?.length),
    au_moins_une_thematique: oui(f.thematiques?.length),
    au_moins_un_moyen_de_contact: oui(f.telephone || f.courriel || f.lien_mobilisation),
    courriel_bien_defini: f.courriel ? oui(COURRIEL.test(f.courriel)) : null,
    telephone_bien_defini: f.telephone ? oui(TELEPHONE.test(f.telephone)) : null,
    date_maj_recente: noteDeFraicheur(f, aujourdhui),
    frais_bien_definis: frais(f),
    description_bien_definie: description(f.description),
  };
}

/** Sum and number of the criteria that apply and do not change with the day: enough to score the record again another day. */
export function horsDuJour(criteres: Criteres): { somme: number; nombre: number } {
  const notes = CRITERES.filter((c) => c !== "date_maj_recente").flatMap((c) => criteres[c] ?? []);
  return { somme: notes.reduce((somme, note) => somme + note, 0), nombre: notes.length };
}

/** The score of another day. */
export function noteDuJour(
  f: Pick<FicheNotee, "source" | "date_maj">,
  stable: { somme: number; nombre: number },
  aujourdhui: string,
): number {
  const fraicheur = noteDeFraicheur(f, aujourdhui);
  return moyenne(stable.somme + (fraicheur ?? 0), stable.nombre + (fraicheur === null ? 0 : 1));
}

/** Mean of the criteria that apply, from 0 to 1, to four decimals. */
export function noteDe(criteres: Criteres): number {
  const { somme, nombre } = horsDuJour(criteres);
  const jour = criteres.date_maj_recente;
  return moyenne(somme + (jour ?? 0), nombre + (jour === null ? 0 : 1));
}

export const scoreQualite = (f: FicheNotee, aujourdhui: string): number => noteDe(criteresDeQualite(f, aujourdhui));

const moyenne = (somme: number, nombre: number): number => Math.round((somme / nombre) * 10_000) / 10_000;
