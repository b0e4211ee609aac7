import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type pg from "pg";
import { importerDataInclusion } from "../../subgraphs/offre-insertion/import-data-inclusion";
import type { ResultatImport } from "../../subgraphs/shared/import";
import type { TestDatabase } from "../setup/database";

/** Today, for these tests. */
export const MAINTENANT = new Date("2026-02-10T09:00:00Z");

export const structure = (id: string, plus: Record<string, unknown> = {}) => ({
  source: "dora",
  id: `dora--${id}`,
  nom: `Structure ${id}`,
  date_maj: "2026-01-15",
  code_insee: "94028",
  commune: "Créteil",
  longitude: 2.45,
  latitude: 48.79,
  ...plus,
});

export const service = (id: string, plus: Record<string, unknown> = {}) => ({
  source: "dora",
  id: `dora--${id}`,
  structure_id: "dora--s1",
  nom: `Service ${id}`,
  description: "Un service qui accompagne les personnes pas à pas, sur rendez-vous, dans la durée et près de chez elles.",
  date_maj: "2026-01-15",
  type: "accompagnement",
  thematiques: ["mobilite--preparer-un-permis"],
  publics: ["tous-publics"],
  frais: "gratuit",
  modes_accueil: ["en-presentiel"],
  modes_mobilisation: ["telephoner"],
  mobilisable_par: ["professionnels"],
  telephone: "+33149561234",
  zone_eligibilite: ["94"],
  code_insee: "94028",
  commune: "Créteil",
  code_postal: "94000",
  adresse: "1 place de la Mairie",
  longitude: 2.455,
  latitude: 48.79,
  ...plus,
});

export const dossierTemporaire = (): string => fs.mkdtempSync(path.join(os.tmpdir(), "unefois-data-inclusion-"));

export function ecrire(dossier: string, nom: string, contenu: unknown): string {
  const fichier = path.join(dossier, nom);
  fs.writeFileSync(fichier, typeof contenu === "string" ? contenu : JSON.stringify(contenu, null, 1));
  return fichier;
}

/** Imports records given as objects. */
export async function importer(
  base: TestDatabase,
  structures: unknown[],
  services: unknown[],
  now = MAINTENANT,
): Promise<ResultatImport[]> {
  const dossier = dossierTemporaire();
  try {
    return await importerDataInclusion(
      {
        structures: structures.length > 0 ? [ecrire(dossier, "structures.json", structures)] : [],
        services: services.length > 0 ? [ecrire(dossier, "services.json", services)] : [],
      },
      { ownerUrl: base.url, now: () => now },
    );
  } finally {
    fs.rmSync(dossier, { recursive: true });
  }
}

/** Adds an offer of the PDIE of a département, with its places. */
export async function ajouterPdie(
  owner: pg.Client,
  id: string,
  departement: string,
  places: number | null,
  plus: { parcours?: string[]; thematiques?: string[] } = {},
) {
  const source = ["PDIE", "2026-01-15", MAINTENANT];
  await owner.query(
    "insert into offre_insertion.structure (id, departement, source, nom, date_maj, recue_le) values ($1, $2, $3, 'Département', $4, $5) on conflict do nothing",
    [`pdie-${departement}`, departement, ...source],
  );
  const cles = (plus.thematiques ?? ["mobilite--preparer-un-permis"]).map((t) => t.split("--")[0]!);
  await owner.query(
    `insert into offre_insertion.service (id, departement, structure, source, origine, nom, description, date_maj, thematiques, score_qualite, cles, zones, zones_proposition, recue_le)
     values ($1, $2, $3, $4, 'PDIE', $7, 'Offre du programme départemental', $5, $8, 0.9, $9, $10, $10, $6)`,
    [
      id,
      departement,
      `pdie-${departement}`,
      ...source,
      `Offre ${id}`,
      plus.thematiques ?? ["mobilite--preparer-un-permis"],
      [...cles, "MOBILITE"],
      [departement],
    ],
  );
  await owner.query("insert into offre_insertion.pdie (offre, departement, places_financees, parcours) values ($1, $2, $3, $4)", [
    id,
    departement,
    places,
    plus.parcours ?? [],
  ]);
  await owner.query("select offre_insertion.indexer(array[$1])", [id]);
}

/** Empties the catalogue and the journal between two tests of one database. */
export const viderCatalogue = (owner: pg.Client): Promise<unknown> =>
  owner.query("truncate offre_insertion.structure, offre_insertion.rejet, offre_insertion.position_commune, journal.evenement cascade");
