import type { Contexte, Ligne, Reference } from "../compter";
import type { Jour } from "../histoire";
import { dans, derniere, droitVersableLe, jours, type Passage, plusJours, plusMois } from "../situation";
import type { Contrat, Orientation, Vue } from "../vue";
import { coupes, type Secteur, secteur, secteurDuType, typeDe } from "./oarsa-organismes";
import { deLInstance, demandes, entreSecteurs, NOMBRE, reorientations } from "./oarsa-reorientations";
import { personnes, tousPassages } from "./volet-2";
import { deLOrientation, sommes } from "./volet-3";

/** The tables of OARSA. T1 to T4 are a stock: who has rights and duties, and a right open and payable, on the last day of the period. */

const POURCENTAGE = { valeur: "pourcentage", parts: "pourcentage", sansDenominateur: false } as const;

interface Presente {
  personne: Vue;
  orientation: Orientation | null;
  type: string | null;
  le: Jour;
}
const stock = (c: Contexte): Presente[] =>
  c.vues
    .filter((v) => droitVersableLe(v, c.fin))
    .map((personne) => {
      const enCours = (o: Orientation) => o.decideeLe !== null && o.decideeLe <= c.fin && (o.closeLe === null || o.closeLe > c.fin);
      const o = derniere(personne.orientations.filter(enCours));
      const orientation = o?.organisme ? o : null;
      return { personne, orientation, type: typeDe(orientation?.organisme ?? null), le: c.fin };
    });
const rien = { organisme: null, referent: null, parcours: null, categorie: null };
const duStock = (p: Presente, plus: Partial<Ligne> = {}): Ligne => ({
  personne: p.personne,
  le: p.le,
  numerateur: 1,
  denominateur: null,
  ...(p.orientation ? deLOrientation(p.orientation) : rien),
  propres: { ...coupes(p.personne, p.orientation?.organisme ?? null) },
  ...plus,
});
type Qui = (p: Presente) => boolean;
const nombre = (qui: Qui) =>
  personnes((c) =>
    stock(c)
      .filter(qui)
      .map((p) => duStock(p)),
  );
const part = (qui: Qui, parmi: Qui) =>
  personnes(
    (c) =>
      stock(c)
        .filter(parmi)
        .map((p) => duStock(p, { numerateur: qui(p) ? 1 : 0, denominateur: 1 })),
    POURCENTAGE,
  );
const orientee: Qui = (p) => p.orientation !== null;
const vers =
  (...types: string[]): Qui =>
  (p) =>
    p.type !== null && types.includes(p.type);
const versSecteur =
  (s: Secteur): Qui =>
  (p) =>
    orientee(p) && secteurDuType(p.type) === s;
const versFranceTravail = vers("FRANCE_TRAVAIL");
/** An organisme that the référentiel lacks is neither France Travail nor another: a line of its own counts its people (T1.18). */
const ailleurs: Qui = (p) => p.type !== null && !versFranceTravail(p);
const horsSpe = versSecteur("HORS_SPE");
const speAilleurs = vers("MISSION_LOCALE", "CAP_EMPLOI");

/** The last status of registration known to hold is « inscrit ». */
const inscrite: Qui = ({ personne, le }) =>
  personne.inscriptions
    .filter((i) => i.dateEffet <= le)
    .sort((a, b) => (a.dateEffet < b.dateEffet ? -1 : 1))
    .at(-1)?.statut === "INSCRIT";

const CER = ["CER", "CONTRAT_ENGAGEMENT"];
/** Signed, begun, neither over nor closed on a day; the last one signed. */
const valide = (v: Vue, le: Jour, natures: readonly string[]): Contrat | null =>
  v.contrats
    .filter((k) => natures.includes(k.nature ?? "") && k.signature !== null && k.signature <= le && (k.debut ?? k.signature) <= le)
    .filter((k) => (k.fin === null || k.fin >= le) && (k.clotureLe === null || k.clotureLe > le))
    .sort((a, b) => (a.signature! > b.signature! ? -1 : a.signature! < b.signature! ? 1 : a.id < b.id ? -1 : 1))[0] ?? null;
const cer = (p: Presente): Contrat | null => valide(p.personne, p.le, CER);
const avecCer =
  (qui: Qui): Qui =>
  (p) =>
    qui(p) && cer(p) !== null;

type Duree = "MOINS_6_MOIS" | "6_MOIS_1_AN" | "1_AN_ET_PLUS" | null;
/** From the first day to the last, both counted. */
function duree({ debut, signature, fin }: Contrat): Duree {
  const du = debut ?? signature;
  if (fin === null || du === null) return null;
  const lendemain = plusJours(fin, 1);
  if (lendemain < plusMois(du, 6)) return "MOINS_6_MOIS";
  return lendemain < plusMois(du, 12) ? "6_MOIS_1_AN" : "1_AN_ET_PLUS";
}
const DUREES: readonly Duree[] = ["MOINS_6_MOIS", "6_MOIS_1_AN", "1_AN_ET_PLUS", null];
const t3 = [ailleurs, speAilleurs, horsSpe].flatMap((qui, i) =>
  DUREES.map((d, j) => {
    const code = `OARSA.T3.${String(4 * i + j + 1).padStart(2, "0")}`;
    return [code, nombre((p) => avecCer(qui)(p) && duree(cer(p)!) === d)] as const;
  }),
);

/** The two wholes say which of their lines each person is in. */
const enClasses = (reference: Reference, cles: (l: Ligne) => Record<string, string>): Reference => ({
  ...reference,
  lignes: (c) => reference.lignes(c).map((l) => ({ ...l, propres: { ...l.propres, ...cles(l) } })),
});
const classe = (l: Ligne): string => (l.organisme ? (typeDe(l.organisme) ?? "INCONNU") : "NON_ORIENTEE");
const classeDuree = (l: Ligne): string => `${secteur(l.organisme!)}_${duree(valide(l.personne, l.le, CER)!) ?? "INCONNUE"}`;

/** An entry of the period, and what followed it until the next one and by the end of the period. */
interface Entrante {
  p: Passage;
  orientation: Orientation | null;
  premierCer: Jour | null;
}
const entrantes = (c: Contexte): Entrante[] =>
  tousPassages(c)
    .filter((p) => dans(p.notification, c.debut, c.fin))
    .map((p) => {
      const orientation = p.orientation && p.orientation.decideeLe! <= c.fin ? p.orientation : null;
      const [premierCer] = orientation
        ? p.personne.contrats
            .filter((k) => CER.includes(k.nature ?? "") && k.signature !== null && k.signature >= orientation.decideeLe!)
            .flatMap((k) => (k.signature! < p.avant && k.signature! <= c.fin ? [k.signature!] : []))
            .sort()
        : [];
      return { p, orientation, premierCer: premierCer ?? null };
    });
const dEntree = ({ p, orientation }: Entrante, plus: Partial<Ligne> = {}): Ligne => ({
  personne: p.personne,
  le: p.notification!,
  numerateur: 1,
  denominateur: null,
  ...(orientation ? deLOrientation(orientation) : rien),
  flux: p.flux,
  propres: coupes(p.personne, orientation?.organisme ?? null),
  ...plus,
});
type Laquelle = (e: Entrante) => boolean;
const dEntrantes = (qui: Laquelle) =>
  personnes((c) =>
    entrantes(c)
      .filter(qui)
      .map((e) => dEntree(e)),
  );
const partDEntrantes = (qui: Laquelle, parmi: Laquelle) =>
  personnes(
    (c) =>
      entrantes(c)
        .filter(parmi)
        .map((e) => dEntree(e, { numerateur: qui(e) ? 1 : 0, denominateur: 1 })),
    POURCENTAGE,
  );
const delaiDEntrantes = (de: (e: Entrante) => Jour | null, a: (e: Entrante) => Jour | null) => ({
  ...sommes((c) =>
    entrantes(c).flatMap((e) => {
      const [debut, fin] = [de(e), a(e)];
      if (debut === null || fin === null || fin < debut) return [];
      return [dEntree(e, { numerateur: jours(debut, fin), denominateur: 1, delai: jours(debut, fin) })];
    }),
  ),
  arrondi: true,
});
const primo: Laquelle = (e) => e.orientation !== null;
const primoVers =
  (s: Secteur): Laquelle =>
  (e) =>
    primo(e) && secteur(e.orientation!.organisme) === s;
const primoAilleurs: Laquelle = (e) => {
  const type = typeDe(e.orientation?.organisme ?? null);
  return type !== null && type !== "FRANCE_TRAVAIL";
};
const avecPremierCer: Laquelle = (e) => primoAilleurs(e) && e.premierCer !== null;

const LIGNES: Record<string, Reference> = {
  "OARSA.T1.01": enClasses(
    nombre(() => true),
    (l) => ({ classe: classe(l) }),
  ),
  "OARSA.T1.02": nombre((p) => !orientee(p)),
  "OARSA.T1.03": nombre(orientee),
  "OARSA.T1.04": nombre(versFranceTravail),
  "OARSA.T1.05": nombre(speAilleurs),
  "OARSA.T1.06": nombre(vers("MISSION_LOCALE")),
  "OARSA.T1.07": nombre(vers("CAP_EMPLOI")),
  "OARSA.T1.12": nombre(horsSpe),
  "OARSA.T1.13": nombre(vers("DEPARTEMENT")),
  "OARSA.T1.14": nombre(vers("CAF")),
  "OARSA.T1.15": nombre(vers("MSA")),
  "OARSA.T1.16": nombre(vers("CCAS")),
  "OARSA.T1.17": nombre(vers("DELEGATAIRE")),
  "OARSA.T1.18": nombre(versSecteur(null)),
  "OARSA.T1.19": part(orientee, () => true),
  "OARSA.T1.20": part(versSecteur("SPE"), orientee),
  "OARSA.T2.01": nombre((p) => versFranceTravail(p) && inscrite(p)),
  "OARSA.T2.02": part(inscrite, versFranceTravail),
  "OARSA.T2.03": nombre(inscrite),
  "OARSA.T2.04": nombre((p) => versFranceTravail(p) && valide(p.personne, p.le, ["PPAE", "CONTRAT_ENGAGEMENT"]) !== null),
  "OARSA.T2.05": enClasses(nombre(avecCer(ailleurs)), (l) => ({ classe: classe(l), duree: classeDuree(l) })),
  "OARSA.T2.06": part((p) => cer(p) !== null, ailleurs),
  "OARSA.T2.07": nombre(avecCer(vers("MISSION_LOCALE"))),
  "OARSA.T2.08": nombre(avecCer(vers("CAP_EMPLOI"))),
  "OARSA.T2.09": nombre(avecCer(vers("DEPARTEMENT"))),
  "OARSA.T2.10": nombre(avecCer(vers("CAF"))),
  "OARSA.T2.11": nombre(avecCer(vers("MSA"))),
  "OARSA.T2.12": nombre(avecCer(vers("CCAS"))),
  "OARSA.T2.13": nombre(avecCer(vers("DELEGATAIRE"))),
  ...Object.fromEntries(t3),
  "OARSA.T5.01": dEntrantes(() => true),
  "OARSA.T5.02": dEntrantes(primo),
  "OARSA.T5.03": dEntrantes(primoVers("SPE")),
  "OARSA.T5.04": dEntrantes(primoVers("HORS_SPE")),
  "OARSA.T5.05": dEntrantes(primoAilleurs),
  "OARSA.T5.06": dEntrantes(avecPremierCer),
  "OARSA.T5.07": partDEntrantes(primo, () => true),
  "OARSA.T5.08": partDEntrantes(
    (e) => primo(e) && e.p.ouverture !== null && e.orientation!.decideeLe! < plusMois(e.p.ouverture, 3),
    () => true,
  ),
  "OARSA.T5.09": partDEntrantes(avecPremierCer, primoAilleurs),
  "OARSA.T5.10": delaiDEntrantes(
    (e) => e.p.ouverture ?? e.p.notification,
    (e) => e.orientation?.decideeLe ?? null,
  ),
  "OARSA.T5.11": delaiDEntrantes(
    (e) => (primoAilleurs(e) ? e.orientation!.decideeLe : null),
    (e) => e.premierCer,
  ),
  "OARSA.T6.01": reorientations(() => true, true),
  "OARSA.T6.02": entreSecteurs("SPE", "HORS_SPE"),
  "OARSA.T6.03": entreSecteurs("HORS_SPE", "SPE"),
  "OARSA.T6.04": reorientations((de, a) => de === "FRANCE_TRAVAIL" && secteurDuType(a) === "HORS_SPE"),
  "OARSA.T6.05": reorientations((de, a) => a === "FRANCE_TRAVAIL" && secteurDuType(de) === "HORS_SPE"),
  "OARSA.T6.06": entreSecteurs("SPE", "SPE"),
  "OARSA.T6.07": entreSecteurs("HORS_SPE", "HORS_SPE"),
  "OARSA.T6.08": reorientations((_, __, ch) => deLInstance(ch)),
  "OARSA.T6.09": demandes(
    (r) => r.demandeeLe,
    () => ({}),
    NOMBRE,
  ),
  "OARSA.T6.10": demandes(
    (r) => r.statueeLe,
    (r) => (r.acceptee === false ? {} : null),
    NOMBRE,
  ),
  "OARSA.T6.11": demandes(
    (r) => r.statueeLe,
    (r) => {
      if (r.demandeeLe === null || r.statueeLe === null || r.statueeLe < r.demandeeLe) return null;
      const delai = jours(r.demandeeLe, r.statueeLe);
      return { numerateur: delai, denominateur: 1, delai };
    },
    { arrondi: true },
  ),
};

/** Their lines add up to them. */
const ENSEMBLES = ["OARSA.T1.01", "OARSA.T2.05", "OARSA.T6.01"];
export const OARSA: Record<string, Reference> = Object.fromEntries(
  Object.entries(LIGNES).map(([code, reference]) => [code, ENSEMBLES.includes(code) ? reference : { ...reference, uneCoupe: true }]),
);
