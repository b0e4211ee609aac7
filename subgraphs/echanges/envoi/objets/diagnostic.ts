import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { FREIN_FRANCE_TRAVAIL, IMPACT_DIAGNOSTIC_FT } from "../../../shared/contrat/correspondance/personne";
import type { Frein, SystemeSource } from "../../../shared/contrat/enums";
import type { AutonomieNumeriqueFT, ContrainteLueFT, ContraintesAEnregistrerFT, DossierDiagnosticFT } from "../../france-travail/api";
import { debutDuJour, jourLu } from "../heure-paris";
import { DEJA_CHEZ_FRANCE_TRAVAIL, type LireFaits, lireLesFaits } from "../lire-faits";
import type { ObjetSortant, Outils, Relecture } from "../objet-sortant";

/** A diagnostic as its owner gives it (allocataires/transmission). */
export interface FaitDiagnostic {
  id: string;
  etabliLe: string;
  contraintes: { frein: Frein; impact: string; prioritaire: boolean }[];
  /** Contraintes of an earlier diagnostic that this one says no more. */
  levees: Frein[];
  dernier: boolean;
  source: SystemeSource;
}

/** Both blocks, in France Travail’s words: `contraintes` for the codes 23 to 29, `autonomieNumerique` for 22. */
export interface CorpsDiagnostic {
  contraintes?: ContraintesAEnregistrerFT;
  autonomieNumerique?: AutonomieNumeriqueFT;
}

type Contrainte = ContraintesAEnregistrerFT["contraintesAEnregistrer"][number];

/** DIAGNOSTIC: which contraintes, how much they weigh, and the one that comes first; never a text, a health detail nor a handicap. */
export const objetDiagnostic = (lire: LireFaits<FaitDiagnostic>): ObjetSortant<FaitDiagnostic, CorpsDiagnostic> => ({
  objet: "DIAGNOSTIC",
  lire: lireLesFaits(lire, {
    sansObjet: (fait) =>
      fait.source === "FRANCE_TRAVAIL"
        ? DEJA_CHEZ_FRANCE_TRAVAIL
        : fait.dernier
          ? null
          : "Un diagnostic plus récent l’a remplacé : c’est lui qui est dit.",
  }),
  corps: (_message, fait) => corpsDiagnostic(fait),
  envoyer: async (_message, corps, outils) => {
    await envoyer(corps, outils);
    return { identifiant: null };
  },
  relire: async (_message, corps, { api, usager }) => comparer(corps, await api.diagnostic.lire(await usager())),
});

const POIDS = ["FORT", "MOYEN", "FAIBLE", "NON_RENSEIGNE", "AUCUN"];
const NUMERIQUE = "22";
const codeDe = (frein: Frein): string => versPartenaire(FREIN_FRANCE_TRAVAIL, frein) ?? NUMERIQUE;

/** The hub allows several that come first, France Travail one: the heaviest, then the first of its list. */
function prioritaire(contraintes: FaitDiagnostic["contraintes"]): Frein | null {
  const retenues = contraintes.filter((c) => c.prioritaire && c.impact !== "AUCUN");
  const rang = (c: (typeof retenues)[number]) => `${POIDS.indexOf(c.impact)} ${codeDe(c.frein)}`;
  return retenues.sort((a, b) => (rang(a) < rang(b) ? -1 : 1))[0]?.frein ?? null;
}

/** A contrainte that weighs nothing, or that is said no more, is closed. */
export function corpsDiagnostic({ etabliLe, contraintes, levees }: FaitDiagnostic): CorpsDiagnostic {
  const premiere = prioritaire(contraintes);
  const dites: Contrainte[] = [
    ...contraintes.map(({ frein, impact }): Contrainte => {
      const poids = versPartenaire(IMPACT_DIAGNOSTIC_FT, impact);
      return poids === null
        ? { code: codeDe(frein), valeur: "CLOTUREE" }
        : { code: codeDe(frein), valeur: "OUI", impact: poids, estPrioritaire: frein === premiere };
    }),
    ...levees.map((frein): Contrainte => ({ code: codeDe(frein), valeur: "CLOTUREE" })),
  ].sort((a, b) => (a.code < b.code ? -1 : 1));
  const dateExploration = debutDuJour(etabliLe);
  const numerique = dites.find((c) => c.code === NUMERIQUE);
  const autres = dites.filter((c) => c.code !== NUMERIQUE);
  return {
    ...((autres.length > 0 || numerique === undefined) && {
      contraintes: {
        dateExploration,
        contraintesAEnregistrer: autres,
        ...(!dites.some((c) => c.valeur === "OUI") && { declareSansContrainteAEnregistrer: true }),
      },
    }),
    ...(numerique && {
      autonomieNumerique: { dateExploration, contrainteAEnregistrer: { ...numerique, code: NUMERIQUE } },
    }),
  };
}

/** Two calls, each of which sets what it says: sent twice, they end in the same state. What France Travail explored later is left as it is. */
async function envoyer(corps: CorpsDiagnostic, { api, usager }: Outils): Promise<void> {
  const personne = await usager();
  const plusTard = new Set(ecartsAvec(corps, await api.diagnostic.lire(personne)).flatMap((e) => (e.plusTard ? e.code : [])));
  const { contraintes, autonomieNumerique } = corps;
  if (contraintes) {
    const gardees = contraintes.contraintesAEnregistrer.filter((c) => !plusTard.has(c.code));
    const { declareSansContrainteAEnregistrer: sans, ...reste } = contraintes;
    const declare = sans && plusTard.size === 0 ? { declareSansContrainteAEnregistrer: sans } : {};
    if (gardees.length > 0 || "declareSansContrainteAEnregistrer" in declare)
      await api.diagnostic.enregistrerContraintes(personne, { ...reste, ...declare, contraintesAEnregistrer: gardees });
  }
  if (autonomieNumerique && !plusTard.has(NUMERIQUE)) await api.diagnostic.enregistrerAutonomieNumerique(personne, autonomieNumerique);
}

const dite = (c: Pick<ContrainteLueFT, "valeur" | "impact" | "estPrioritaire"> | undefined): string =>
  c?.valeur === "OUI" ? ["OUI", c.impact ?? "NON_RENSEIGNE", ...(c.estPrioritaire ? ["prioritaire"] : [])].join(" ") : "NON";

interface Ecart {
  code: string;
  ici: string;
  la: string;
  /** France Travail explored it on a later day. */
  plusTard: boolean;
}

/** Contrainte by contrainte, what France Travail shows otherwise. */
function ecartsAvec({ contraintes, autonomieNumerique }: CorpsDiagnostic, dossier: DossierDiagnosticFT | null): Ecart[] {
  const envoyees = [
    ...(contraintes?.contraintesAEnregistrer ?? []),
    ...(autonomieNumerique ? [autonomieNumerique.contrainteAEnregistrer] : []),
  ];
  const lues = new Map(dossier?.contraintes.map((c) => [c.code, c]));
  if (dossier?.autonomieNumerique) lues.set(NUMERIQUE, dossier.autonomieNumerique);
  const depuis = jourLu((contraintes ?? autonomieNumerique)!.dateExploration);
  const codes = [...envoyees, ...(contraintes?.declareSansContrainteAEnregistrer ? lues.values() : [])].map((c) => c.code);
  return [...new Set(codes)].flatMap((code) => {
    const [ici, la] = [dite(envoyees.find((c) => c.code === code)), dite(lues.get(code))];
    return ici === la ? [] : { code, ici, la, plusTard: exploreeApres(lues.get(code), dossier, depuis) };
  });
}

function exploreeApres(lue: ContrainteLueFT | undefined, dossier: DossierDiagnosticFT | null, jour: string): boolean {
  if (!lue || lue.valeur === "NON_ABORDEE") return false;
  const le = lue.dateExploration ?? dossier?.dateExploration;
  return !!le && jourLu(le) > jour;
}

/** Where France Travail explored later than the hub, both say something else; else the hub’s is yet to be applied. */
export function comparer(corps: CorpsDiagnostic, dossier: DossierDiagnosticFT | null): Relecture {
  const ecarts = ecartsAvec(corps, dossier);
  if (ecarts.length === 0) return { etat: "CONFORME" };
  if (ecarts.some((e) => !e.plusTard)) return { etat: "ABSENT" };
  const champs = ecarts.map(({ code, ici, la }) => ({ champ: `contrainte ${code}`, valeurHub: ici, valeurPartenaire: la }));
  return { etat: "DIFFERENT", modifieLe: dossier?.dateExploration, ecarts: champs };
}
