import "reflect-metadata";
import fs from "node:fs";
import http from "node:http";
import pg from "pg";
import { nomDuPublic } from "../../subgraphs/offre-insertion/offre/age-et-public";
import { NOM_DE_CATEGORIE, NOM_DU_FREIN } from "../../subgraphs/offre-insertion/offre/frein";
import { phraseDeZone, zonesDeLaCommune } from "../../subgraphs/offre-insertion/offre/zone";
import { CATEGORIES_PAR_PARCOURS } from "../../subgraphs/offre-insertion/proposition/criteres";
import { projectFile } from "../../subgraphs/shared/project-folder";
import { aujourdhui, COMMUNE } from "../demande";
import { A_LA_MAIN } from "./requete";

/** What a developer in a hurry would write: one statement, its text sent as it is. Settings: DATABASE_URL, PORT. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });

const zones = zonesDeLaCommune(COMMUNE);
const publics = JSON.parse(fs.readFileSync(projectFile("data", "data-inclusion", "extra", "publics.json"), "utf8")) as { value: string }[];
const NOMS = JSON.stringify({
  freins: NOM_DU_FREIN,
  categories: NOM_DE_CATEGORIE,
  parcours: { EMPLOI: "un parcours emploi", EQUILIBRE: "un parcours socio-professionnel", REMOBILISATION: "un parcours social" },
  zones: Object.fromEntries(zones.map(({ zone }) => [zone, phraseDeZone(zone)])),
  publics: Object.fromEntries(publics.map(({ value }) => [value, nomDuPublic(value)])),
});
const CONSTANTES = [zones.map((z) => z.zone), zones.map((z) => z.proximite), JSON.stringify(CATEGORIES_PAR_PARCOURS), NOMS];

async function repondre(response: http.ServerResponse): Promise<void> {
  const { rows } = await pool.query({ name: "vitrine", text: A_LA_MAIN, values: [aujourdhui(), new Date(), ...CONSTANTES] });
  const texte = Buffer.from(rows[0].reponse);
  response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": texte.length }).end(texte);
}

http
  .createServer((request, response) => {
    request.resume();
    repondre(response).catch((error) => response.writeHead(500).end(String(error)));
  })
  .listen(Number(process.env.PORT), "127.0.0.1", () => process.stdout.write("prêt\n"));
process.once("SIGTERM", () => process.exit(0));
