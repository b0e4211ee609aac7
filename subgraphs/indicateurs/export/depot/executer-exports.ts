import { createHash } from "node:crypto";
import { execute, type GraphQLSchema, parse } from "graphql";
import type pg from "pg";
import { civilDateOf } from "../../../shared/civil-date";
import { RequestContext } from "../../../shared/context";
import type { Database } from "../../../shared/database";
import type { Caller } from "../../../shared/identity";
import type { Log } from "../../../shared/log";
import { newOperation } from "../../../shared/operation";
import { type DemandeExport, nomDuFichier } from "../demande";
import { exporter } from "../exporter";
import type { Poser } from "../poser";
import type { ClasseurScelle } from "../tableur/classeur";
import { FORMATS } from "../tableur/ecrire";
import { dernierFait, type FichierAFaire, oublierContenus, prendreFichier, rendreFichier, renoncer } from "./fichier.repository";
import { DUREE_DU_LIEN_MS } from "./lien";

/** The subgraph `indicateurs`, as an export asks it. */
export interface Atelier {
  schema: GraphQLSchema;
  database: Database;
  now: () => Date;
}

const TENTATIVES_MAX = 3;

/** The hub itself, as a pilot of the département: what `indicateurs.lire` reads, masked. Who asked had that right when she asked. */
const pilote = (departement: string): Caller => ({
  client: "unefois-export-indicateurs",
  departement,
  organisme: null,
  agent: null,
  scopes: new Set(["indicateurs.lire"]),
  finalite: "PILOTAGE_STATISTIQUE",
});

/** Makes the workbook of a demand: all its statements see the base at one instant. Errors: TerritoireInconnu. */
export async function faireClasseur(
  demande: DemandeExport,
  { schema, database, now }: Atelier,
  avance?: (fait: number, total: number) => void,
): Promise<ClasseurScelle> {
  const operation = newOperation("export indicateurs");
  const ctx = new RequestContext({ caller: pilote(demande.departement), operation, database, subgraph: "indicateurs", now });
  try {
    await ctx.readOneInstant();
    const dernier = await dernierFait(await ctx.read(), demande.departement);
    const faitsAu = dernier && civilDateOf(dernier);
    const classeur = await exporter(demande, { poser: poserSur(schema, ctx), faitsAu, avance });
    await ctx.end();
    return classeur;
  } catch (error) {
    await ctx.abandon();
    throw error;
  }
}

/** Asks the operations of the API on its own schema, in one transaction. */
const poserSur =
  (schema: GraphQLSchema, contextValue: RequestContext): Poser =>
  async (document, variableValues) => {
    const { data, errors } = await execute({ schema, document: parse(document), variableValues, contextValue });
    if (errors?.[0]) throw errors[0].originalError ?? errors[0];
    return data;
  };

/** One round of the worker: forgets what expired, then makes the oldest file that is waited for. Returns how many files it dealt with. */
export async function faireUnExport(client: pg.ClientBase, atelier: Atelier, log: Log): Promise<number> {
  await oublierContenus(client, atelier.now());
  const fichier = await prendreFichier(client);
  if (!fichier) return 0;
  try {
    await faire(client, fichier, atelier);
  } catch (error) {
    log.error({ err: error, export: fichier.id, tentative: fichier.tentatives }, "export d’indicateurs non fait");
    if (fichier.tentatives >= TENTATIVES_MAX) await renoncer(client, fichier);
  }
  return 1;
}

async function faire(client: pg.ClientBase, { demande, format, ...fichier }: FichierAFaire, atelier: Atelier): Promise<void> {
  const classeur = await faireClasseur(demande, atelier);
  const contenu = FORMATS[format].ecrire(classeur);
  await rendreFichier(client, fichier, {
    nom: nomDuFichier(demande, classeur.empreinte, format),
    empreinte: classeur.empreinte,
    sha256: createHash("sha256").update(contenu).digest("hex"),
    arreteAu: classeur.arreteAu,
    expireLe: new Date(atelier.now().getTime() + DUREE_DU_LIEN_MS),
    contenu,
  });
}
