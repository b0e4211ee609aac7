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

/** Two calls, each of which sets what it says: sent twice, they end in the same state. */
async function envoyer({ contraintes, autonomieNumerique }: CorpsDiagnostic, { api, usager }: Outils): Promise<void> {
  const personne = await usager();
  if (contraintes) await api.diagnostic.enregistrerContraintes(personne, contraintes);
  if (autonomieNumerique) await api.diagnostic.enregistrerAutonomieNumerique(personne, autonomieNumerique);
}

const dite = (c: Pick<ContrainteLueFT, "valeur" | "impact" | "estPrioritaire"> | undefined): string =>
  c?.valeur === "OUI" ? ["OUI", c.impact ?? "NON_RENSEIGNE", ...(c.estPrioritaire ? ["prioritaire"] : [])].join(" ") : "NON";

/** Contrainte by contrainte. Where France Travail explored later than the hub, both say something else; else the hub’s is yet to be applied. */
export function comparer({ contraintes, autonomieNumerique }: CorpsDiagnostic, dossier: DossierDiagnosticFT | null): Relecture {
  const envoyees = [
    ...(contraintes?.contraintesAEnregistrer ?? []),
    ...(autonomieNumerique ? [autonomieNumerique.contrainteAEnregistrer] : []),
  ];
  const lues = new Map(dossier?.contraintes.map((c) => [c.code, c]));
  if (dossier?.autonomieNumerique) lues.set(NUMERIQUE, dossier.autonomieNumerique);
  const sans = contraintes?.declareSansContrainteAEnregistrer ? [...lues.values()].filter((c) => c.valeur === "OUI") : [];
  const faux = [...envoyees.filter((c) => dite(c) !== dite(lues.get(c.code))), ...sans];
  const depuis = jourLu((contraintes ?? autonomieNumerique)!.dateExploration);
  if (faux.length === 0) return dossier === null && envoyees.some((c) => c.valeur === "OUI") ? { etat: "ABSENT" } : { etat: "CONFORME" };
  const plusTard = (code: string) => {
    const jour = lues.get(code)?.dateExploration ?? dossier?.dateExploration;
    return !!jour && jourLu(jour) > depuis;
  };
  if (!faux.every((c) => plusTard(c.code))) return { etat: "ABSENT" };
  const ici = (code: string) => dite(envoyees.find((c) => c.code === code));
  return {
    etat: "DIFFERENT",
    modifieLe: dossier?.dateExploration,
    ecarts: faux.map(({ code }) => ({ champ: `contrainte ${code}`, valeurHub: ici(code), valeurPartenaire: dite(lues.get(code)) })),
  };
}
