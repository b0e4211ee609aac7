import type { Log } from "../../shared/log";
import type { DesignationUsager } from "../france-travail/api";
import { type BasesLegales, habiliter } from "./base-legale";
import { cheminsDe, empreinteDe } from "./empreinte";
import type { EnvoiEnFile } from "./envoi-en-file";
import type { Lecture, ObjetSortant } from "./objet-sortant";

/** An exchange with everything that its sending needs. */
export type Dossier = { envoi: EnvoiEnFile } & (
  | { etat: "PRET"; objet: ObjetSortant; corps: unknown; champs: string[]; empreinte: string; designation: DesignationUsager | null }
  | { etat: "SANS_OBJET"; raison: string }
  | { etat: "SANS_BASE_LEGALE" }
  | { etat: "ILLISIBLE" }
);

export interface Preparation {
  departement: string;
  objets: ReadonlyMap<string, ObjetSortant>;
  bases: BasesLegales;
  designer(departement: string, allocataires: readonly string[]): Promise<Map<string, DesignationUsager>>;
  log: Log;
}

const DISPARU = "Le fait n’existe plus chez son propriétaire.";

/** Reads the facts of a batch, one reading an object, and the people, one reading in all; then keeps of each payload what may leave. */
export async function preparer(envois: readonly EnvoiEnFile[], preparation: Preparation): Promise<Dossier[]> {
  if (envois.length === 0) return [];
  const personnes = [...new Set(envois.flatMap(({ allocataire }) => allocataire ?? []))];
  const [designations, lectures] = await Promise.all([
    personnes.length === 0 ? new Map<string, DesignationUsager>() : preparation.designer(preparation.departement, personnes),
    lireParObjet(envois, preparation),
  ]);
  return envois.map((envoi) => {
    const designation = envoi.allocataire === null ? undefined : designations.get(envoi.allocataire);
    return dossierDe(envoi, lectures.get(envoi.objet)!, designation ?? null, preparation);
  });
}

/** The facts by object; null where they could not be read: the others go on. */
async function lireParObjet(
  envois: readonly EnvoiEnFile[],
  { objets, log }: Preparation,
): Promise<Map<string, Map<string, Lecture<unknown>> | null>> {
  const noms = [...new Set(envois.map(({ objet }) => objet))];
  const lues = await Promise.all(
    noms.map(async (nom) => {
      try {
        return await objets.get(nom)!.lire(envois.filter(({ objet }) => objet === nom));
      } catch (error) {
        log.error({ err: error as Error, objet: nom }, "les faits à dire n’ont pas pu être lus");
        return null;
      }
    }),
  );
  return new Map(noms.map((nom, i) => [nom, lues[i]!]));
}

function dossierDe(
  envoi: EnvoiEnFile,
  lues: Map<string, Lecture<unknown>> | null,
  designation: DesignationUsager | null,
  { objets, bases, log }: Preparation,
): Dossier {
  if (lues === null) return { envoi, etat: "ILLISIBLE" };
  const lue = lues.get(envoi.echange) ?? { etat: "SANS_OBJET", raison: DISPARU };
  if (lue.etat === "SANS_OBJET") return { envoi, etat: "SANS_OBJET", raison: lue.raison };
  const base = bases[envoi.objet];
  if (!base) return { envoi, etat: "SANS_BASE_LEGALE" };
  const objet = objets.get(envoi.objet)!;
  try {
    const { corps, ecartes } = habiliter(objet.corps(envoi, lue.fait), base);
    if (ecartes.length > 0) log.warn({ objet: envoi.objet, ecartes }, "champs sans base légale : ils ne partent pas");
    return { envoi, etat: "PRET", objet, corps, champs: cheminsDe(corps), empreinte: empreinteDe(corps), designation };
  } catch (error) {
    log.error({ err: error as Error, objet: envoi.objet }, "un envoi n’a pas pu être préparé");
    return { envoi, etat: "ILLISIBLE" };
  }
}
