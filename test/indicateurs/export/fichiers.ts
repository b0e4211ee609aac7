import { randomUUID } from "node:crypto";
import { faireUnExport } from "../../../subgraphs/indicateurs/export/depot/executer-exports";
import { createLog } from "../../../subgraphs/shared/log";
import { CALLERS } from "../../setup/subgraph";
import { entree, orientation } from "../journal";
import { db, sg } from "../mesures";

/** What an asked file needs in the tests: the demand, the worker’s round, the facts of four people. */

export const MAINTENANT = new Date("2026-11-20T10:00:00Z");
/** A model that counts nothing. */
export const LEGER = { modele: "FINANCES", trimestre: null };
export const DEMANDE = `mutation ($modele: ModeleExport!, $format: FormatExport!, $departement: String!, $annee: Int!, $trimestre: Int, $territoire: String,
    $connuLe: Date, $tableau: String, $cleIdempotence: String) {
  exporterIndicateurs(modele: $modele, format: $format, departement: $departement, annee: $annee, trimestre: $trimestre, territoire: $territoire,
      connuLe: $connuLe, tableau: $tableau, cleIdempotence: $cleIdempotence) {
    __typename ... on ExportIndicateurs { id etat format lien } ... on Refus { code champ } } }`;
export const LIRE = "query ($id: ID!) { exportIndicateurs(id: $id) { id etat format lien nom empreinte sha256 taille arreteAu expireLe } }";

export const preparerFichier = (plus: Record<string, unknown> = {}, caller: Parameters<typeof sg.run>[0] = CALLERS.pilotage) =>
  sg.run(caller, DEMANDE, { modele: "TRIMESTRE", format: "JSON", departement: "94", annee: 2026, trimestre: 2, ...plus }, MAINTENANT);

/** What the worker does at its round. */
export const unTour = () =>
  faireUnExport(
    db.owner,
    { schema: sg.subgraph.schema, database: sg.subgraph.database, now: () => MAINTENANT },
    createLog("silent", "essai"),
  );
export const lire = async (id: string, caller: Parameters<typeof sg.run>[0] = CALLERS.pilotage) =>
  (await sg.run(caller, LIRE, { id }, MAINTENANT)).data.exportIndicateurs;

export const faire = async (plus: Record<string, unknown> = {}) => {
  const { data, errors } = await preparerFichier(plus);
  expect(errors).toBeUndefined();
  const { id } = data.exporterIndicateurs;
  while ((await unTour()) > 0);
  const { rows } = await db.owner.query("select contenu from indicateurs.export where id = $1", [id]);
  return { ...(await lire(id)), contenu: rows[0].contenu as Buffer };
};

export const [A, B, C, D] = [1, 2, 3, 4].map(() => randomUUID()) as [string, string, string, string];
export const faits = () => [
  ...[A, B, C].map((qui) => entree(qui, { notification: "2026-04-10", ouvertureDroits: "2026-04-01", entreeDispositif: "2026-04-10" })),
  entree(D, { notification: "2026-02-10", ouvertureDroits: "2026-02-01", entreeDispositif: "2026-02-10" }),
  orientation(A, "2026-04-15"),
  orientation(B, "2026-05-20"),
];

export const tableau = (contenu: Buffer, cle: string) => JSON.parse(contenu.toString()).tableaux.find((t: any) => t.tableau === cle);
