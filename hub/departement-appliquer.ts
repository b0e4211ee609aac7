import type pg from "pg";
import { actesDe, instantDe, jourDuFait } from "../subgraphs/allocataires/fichier-departement/actes";
import { DECIDEURS, type Decideur, type Enregistrement, TYPES } from "../subgraphs/allocataires/fichier-departement/format";
import { designer } from "../subgraphs/allocataires/fichier-departement/personnes.repository";
import { enregistrerReferent } from "../subgraphs/allocataires/fichier-departement/referents.repository";
import { organismeId, referentId } from "../subgraphs/shared/database";
import type { Caller } from "../subgraphs/shared/identity";
import { ImportRefuse } from "../subgraphs/shared/import";
import { type MutationIndex, runUseCase } from "./decision";
import { empreinteDeLEnregistrement } from "./departement-registre";

/** What applying the records of a Département needs. */
export interface Application {
  owner: pg.Pool;
  departement: string;
  callers: Appelants;
  index: MutationIndex;
  now: () => Date;
  /** Told after each record. */
  fait: (enregistrement: Enregistrement, issue: Issue) => Promise<void>;
}

/** `objet`: the fact that the record became. */
export type Issue = { applique: boolean; objet?: string | null } | { code: string; message: string };

/** People in flight: the records of one person follow one another, in the order of their days. */
const LANES = 6;

/** In whose name a record is applied: who decided it. France Travail is null where the hub knows none. */
export type Appelants = Record<"DEPARTEMENT", Caller> & Record<"FRANCE_TRAVAIL", Caller | null>;

/** The Département, and France Travail for the decisions that the software says are its own. Errors: ImportRefuse DEPARTEMENT_INCONNU. */
export async function appelantsDuDepartement(owner: pg.Pool, departement: string): Promise<Appelants> {
  const { rows } = await owner.query<{ type: Decideur; code: string }>(
    "select distinct on (type) type, code from allocataires.organisme where departement = $1 and type = any ($2) order by type, code",
    [departement, DECIDEURS],
  );
  const appelant = (type: Decideur): Caller | null => {
    const organisme = rows.find((r) => r.type === type)?.code;
    return organisme === undefined ? null : { ...COMMUN, departement, organisme };
  };
  const leDepartement = appelant("DEPARTEMENT");
  if (leDepartement === null)
    throw new ImportRefuse(
      "DEPARTEMENT_INCONNU",
      `Le hub ne connaît pas le Département ${departement} : « unefois import organismes » d’abord.`,
    );
  return { DEPARTEMENT: leDepartement, FRANCE_TRAVAIL: appelant("FRANCE_TRAVAIL") };
}

const COMMUN = {
  client: "fichier-departement",
  agent: null,
  scopes: new Set(["allocataires.lire", "orientation.decider", "contrat.signer"]),
  finalite: "ACCOMPAGNEMENT",
  source: "ORIAS",
} as const;

/** Applies records through the use cases: référents, then identifiers, then the rest, person by person in the order of their days. */
export async function appliquer(enregistrements: Enregistrement[], application: Application): Promise<void> {
  const de = (garder: (e: Enregistrement) => boolean) => enregistrements.filter(garder);
  for (const e of de((r) => r.type === "referent")) await application.fait(e, await appliquerReferent(e, application));
  await parPersonne(
    de((e) => e.type === "identifiant"),
    application,
  );
  await parPersonne(
    de((e) => e.type !== "referent" && e.type !== "identifiant"),
    application,
  );
}

async function appliquerReferent(e: Enregistrement, { owner, departement }: Application): Promise<Issue> {
  const organisme = organismeId(departement, String(e.organisme));
  const connu = await enregistrerReferent(owner, departement, e);
  return connu
    ? { applique: true, objet: referentId(organisme, String(e.code)) }
    : { code: "ORGANISME_INCONNU", message: `L’organisme ${organisme} est inconnu.` };
}

async function parPersonne(enregistrements: Enregistrement[], application: Application): Promise<void> {
  const designees = await designer(application.owner, application.departement, enregistrements);
  const gens = new Map<string, Enregistrement[]>();
  for (const [i, e] of enregistrements.entries()) {
    const designee = designees[i]!;
    if ("code" in designee) await application.fait(e, designee);
    else gens.set(designee.allocataire, [...(gens.get(designee.allocataire) ?? []), e]);
  }
  const attente = [...gens];
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let suivant = attente.shift(); suivant; suivant = attente.shift()) {
        const [allocataire, siens] = suivant;
        for (const e of siens.sort(parJour)) await application.fait(e, await appliquerActe(e, allocataire, application));
      }
    }),
  );
}

const parJour = (a: Enregistrement, b: Enregistrement): number => {
  const [x, y] = [jourDuFait(a), jourDuFait(b)];
  return x === y ? TYPES.indexOf(a.type) - TYPES.indexOf(b.type) : x < y ? -1 : 1;
};

async function appliquerActe(e: Enregistrement, allocataire: string, application: Application): Promise<Issue> {
  const at = instantDe(e);
  if (at > application.now()) return { code: "DATE_FUTURE", message: "« collecteLe » est dans le futur." };
  const caller = application.callers[(e.decideePar as Decideur | undefined) ?? "DEPARTEMENT"];
  if (caller === null) return { code: "ORGANISME_INCONNU", message: "Le hub ne connaît pas France Travail dans ce département." };
  let issue: Issue = { applique: false };
  let precedente: string | null = null;
  let appliques = 0;
  for (const acte of actesDe(e, allocataire, application.departement)) {
    const variables: Record<string, unknown> = { ...acte.variables, cleIdempotence: cleDIdempotence(e) };
    if (acte.orientation) {
      const orientation = acte.orientation === "courante" ? await orientationCourante(application, allocataire) : precedente;
      if (orientation === null) return { code: "ORIENTATION_INTROUVABLE", message: "La personne n’a pas d’orientation en cours." };
      variables.orientation = orientation;
    }
    const donnee = await runUseCase({ mutation: acte.mutation, variables, at }, caller, application.index);
    if (donnee.code !== null) return { code: donnee.code, message: donnee.message };
    if (!donnee.rejouee) appliques++;
    precedente = await resultatDe(application, acte.mutation, variables.cleIdempotence as string);
    issue = { applique: appliques > 0, objet: objetDe(e, allocataire, variables, precedente) };
  }
  return issue;
}

/** What the hub calls the fact of a record: exports give it back under the key of the record. */
function objetDe(e: Enregistrement, allocataire: string, variables: Record<string, unknown>, id: string | null): string | null {
  if (e.type === "identifiant" || e.type === "coordonnees") return allocataire;
  if (e.type === "affectation") return [variables.orientation, variables.referent, variables.role, variables.du].join("/");
  return id;
}

/** Another content under the same key is another act. */
const cleDIdempotence = (e: Enregistrement): string =>
  `fichier:${e.type}:${e.cle.slice(0, 120)}:${empreinteDeLEnregistrement(e).toString("hex").slice(0, 32)}`;

/** The id that a mutation gave, kept with its key. */
async function resultatDe({ owner }: Application, mutation: string, cle: string): Promise<string | null> {
  const { rows } = await owner.query<{ resultat: string }>(
    "select resultat from allocataires.cle_idempotence where client = $1 and mutation = $2 and cle = $3",
    [COMMUN.client, mutation, cle],
  );
  return rows[0]?.resultat ?? null;
}

async function orientationCourante({ owner, departement }: Application, allocataire: string): Promise<string | null> {
  const { rows } = await owner.query<{ id: string }>(
    "select id from allocataires.orientation where departement = $1 and allocataire = $2 and statut = 'DECIDEE' and close_le is null",
    [departement, allocataire],
  );
  return rows[0]?.id ?? null;
}
