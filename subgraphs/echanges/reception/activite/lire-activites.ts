import type { Clock } from "../../../shared/clock";
import type { ActiviteOperationnelle, FranceTravail } from "../../france-travail/api";
import { ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import type { FaitsDuHub } from "../fait-recu";
import type { Lecture } from "../lecture";
import { type ActiviteLue, type ActiviteRecue, activiteLue, type FamilleActivite } from "./activite";
import { type ActivitesAnnoncees, type Annonce, lireCeQuiEstAnnonce } from "./lire-ce-qui-est-annonce";
import type { TraiterActivite } from "./traiter-activite";

export interface ActivitesGardees extends ActivitesAnnoncees {
  garder(departement: string, famille: string, lues: readonly (ActiviteLue & { allocataire: string | null })[], le: Date): Promise<void>;
  clore(departement: string, famille: string, lues: readonly string[], le: Date): Promise<number>;
  aTraiter(departement: string, famille: string, le: Date): Promise<ActiviteRecue[]>;
  parIdentifiant(departement: string, identifiant: string, le: Date): Promise<ActiviteRecue | null>;
}

export interface OutilsDesActivites {
  api: Pick<FranceTravail, "activites">;
  hub: Pick<FaitsDuHub, "personnesParNumero">;
  activites: ActivitesGardees;
  traiter: TraiterActivite;
  /** What an activity of the family announces, when the hub can read it. */
  annonce?: Annonce;
  clock: Clock;
}

const DIX_MINUTES = 600_000;
/** A family of a département never has that many: the cursor of the partner turns in circles. */
const PAGES_MAX = 1_000;

/** The pages of a family, one after the other. Errors: those of the API, and REPONSE_ILLISIBLE for a cursor that leads nowhere. */
export async function* pagesDeLaFamille(
  api: Pick<FranceTravail, "activites">,
  codeFamille: string,
): AsyncGenerator<ActiviteOperationnelle[]> {
  const vus = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: { activites: ActiviteOperationnelle[]; hasMore: boolean; cursor: string | null } = await api.activites.chercher(
      { codeFamille },
      { cursor },
    );
    yield page.activites;
    if (!page.hasMore) return;
    if (page.cursor === null || vus.has(page.cursor)) throw new ErreurFranceTravail("REPONSE_ILLISIBLE");
    vus.add(page.cursor);
    cursor = page.cursor;
  } while (vus.size < PAGES_MAX);
  throw new ErreurFranceTravail("REPONSE_ILLISIBLE");
}

/** Reads a whole family: keeps what is new, closes what France Travail no longer shows, makes each a fact, once, then reads what they announce.
 * A reading cut in the middle keeps its pages, and closes nothing. */
export function lireActivites(famille: FamilleActivite, { api, hub, activites, traiter, annonce, clock }: OutilsDesActivites): Lecture {
  return {
    nom: `activites-${famille}`,
    toutesLesMs: DIX_MINUTES,
    executer: async (departement) => {
      const debut = clock.now();
      const lues: string[] = [];
      for await (const page of pagesDeLaFamille(api, famille)) {
        const gardables = page.flatMap((activite) => activiteLue(activite) ?? []);
        const personnes = await hub.personnesParNumero(
          departement,
          gardables.map(({ numero }) => numero),
        );
        const connues = gardables.map((activite) => ({ ...activite, allocataire: personnes.get(activite.numero) ?? null }));
        await activites.garder(departement, famille, connues, clock.now());
        lues.push(...gardables.map(({ identifiant }) => identifiant));
      }
      await activites.clore(departement, famille, lues, new Date(debut.getTime() + 1));
      await traiter.toutes(departement, await activites.aTraiter(departement, famille, clock.now()), `activites-${famille}`);
      if (annonce) await lireCeQuiEstAnnonce(annonce, { activites, clock }, departement);
    },
    rejouer: async (departement, { identifiantPartenaire }) => {
      const activite = identifiantPartenaire && (await activites.parIdentifiant(departement, identifiantPartenaire, clock.now()));
      if (activite) await traiter.toutes(departement, [activite], `activites-${famille}`);
    },
  };
}
