import fs from "node:fs";
import path from "node:path";
import { projectFile } from "../subgraphs/shared/project-folder";
import { avecConnexion, type Base } from "./base";
import type { MesureCaf } from "./caf/mesurer";
import { lancer } from "./enfant";
import { SECRETS } from "./hub";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";

const HUB = "dist/hub/main.js";

/** A year of a département: files simulated, read alone, loaded, people resolved, decisions applied. Refuses to tell a speed when counters do not add up. */
export async function sectionAnnee(base: Base, databaseUrl: string, options: Options, dire: Dire): Promise<void> {
  const dossier = path.join(base.dossier, "annee");
  const commande = (...args: string[]) =>
    lancer({
      programme: HUB,
      arguments: args,
      environnement: { ...SECRETS, DATABASE_URL: databaseUrl, UNEFOIS_DATA: path.join(base.dossier, "hub-annee") },
    });
  const simulation = [
    "simulate",
    "--departement",
    "94",
    "--foyers",
    String(options.annee),
    "--graine",
    "banc",
    "--jusque",
    "2026-11-20",
    "--annee",
  ];
  await commande(...simulation, "--out", dossier);
  await commande("import", "organismes", dossier, "--departement", "94");
  await commande("import", "aide-orientation", projectFile("data", "aide-orientation", "94.csv"), "--departement", "94");
  const lecture = await mesurer("analyser-tout", dossier);
  const chargement = await mesurer("importer-tout", dossier, databaseUrl);
  dire(
    tableau(
      [
        "flux de l’année (CAF, MSA, instruction)",
        "dossiers",
        "secondes",
        "dossiers/s",
        "débit / lecture seule",
        "mémoire au plus haut, Mo",
      ],
      [ligne("lecture seule", lecture, lecture), ligne("chargement, de bout en bout", chargement, lecture)],
    ),
  );
  dire(tableau(["après le chargement", "nombre"], await comptes(databaseUrl)));
  const lignes: string[][] = [];
  for (const [nom, ...args] of [
    ["rendez-vous", "webhooks", path.join(dossier, "webhooks.jsonl")],
    ["décisions", "decisions", path.join(dossier, "decisions.jsonl")],
  ] as const) {
    const debut = performance.now();
    await accepter(commande("import", ...args));
    const secondes = (performance.now() - debut) / 1000;
    const lus = compterLignes(args[1]);
    lignes.push([nom, nombre(lus, 7), nombre(secondes), nombre(lus / secondes)]);
  }
  dire(tableau(["par les cas d’usage", "lignes", "secondes", "lignes/s"], lignes));
  dire(tableau(["à la fin de l’année", "nombre"], await comptes(databaseUrl)));
  fs.rmSync(dossier, { recursive: true, force: true });
}

/** Exit 3 tells that records were rejected, kept and counted: the table that follows shows them. */
const accepter = (commande: Promise<unknown>): Promise<unknown> =>
  commande.catch((error: Error) => {
    if (!error.message.includes("(code 3)")) throw error;
  });

const mesurer = async (...args: string[]): Promise<MesureCaf> =>
  JSON.parse(
    (
      await lancer({
        programme: "dist/bench/caf/mesurer.js",
        arguments: args,
        options: ["--max-semi-space-size=2", "--max-old-space-size=192"],
      })
    ).sortie(),
  ) as MesureCaf;

const ligne = (nom: string, m: MesureCaf, lecture: MesureCaf): string[] => [
  nom,
  nombre(m.foyers, 7),
  nombre(m.secondes),
  nombre(m.foyers / m.secondes),
  rapport(lecture.secondes, m.secondes),
  nombre(m.memoire),
];

const compterLignes = (fichier: string): number => {
  let lignes = 0;
  for (const octet of fs.readFileSync(fichier)) if (octet === 10) lignes++;
  return lignes;
};

const COMPTES = `
  select 'personnes' as quoi, count(*)::int as n from allocataires.allocataire where canonique is null
  union all select 'dossiers', count(*)::int from allocataires.dossier
  union all select 'entrées dans le dispositif', count(*)::int from allocataires.entree
  union all select 'rapprochements à trancher', count(*)::int from allocataires.rapprochement where statut = 'A_TRAITER'
  union all select 'rejets gardés', count(*)::int from allocataires.rejet
  union all select 'orientations décidées', count(*)::int from allocataires.orientation where decidee_le is not null
  union all select 'contrats signés', count(*)::int from allocataires.contrat_engagement where date_signature is not null`;

const comptes = (url: string): Promise<string[][]> =>
  avecConnexion(url, async (client) =>
    (await client.query<{ quoi: string; n: number }>(COMPTES)).rows.map(({ quoi, n }) => [quoi, nombre(n, 7)]),
  );
