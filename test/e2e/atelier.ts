import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerPdie } from "../../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import { civilDateOf } from "../../subgraphs/shared/civil-date";
import { projectFile } from "../../subgraphs/shared/project-folder";

/** A workshop of today: it begins two minutes from now and lasts three hours, or less when the day ends before. */
export interface Moment {
  maintenant: Date;
  /** Civil date, Paris. */
  jour: string;
  debut: Date;
  fin: Date;
  minutes: number;
}

const MINUTE = 60_000;

/** A day holds the workshop when ten minutes are left of it; else the journey waits for the next one. */
export async function momentDeLAtelier(): Promise<Moment> {
  while (civilDateOf(new Date()) !== civilDateOf(new Date(Date.now() + 10 * MINUTE))) await new Promise((r) => setTimeout(r, 10_000));
  const maintenant = new Date();
  const jour = civilDateOf(maintenant);
  const debut = new Date(maintenant.getTime() + 2 * MINUTE);
  let minutes = 180;
  while (civilDateOf(new Date(debut.getTime() + minutes * MINUTE)) !== jour) minutes--;
  return { maintenant, jour, debut, fin: new Date(debut.getTime() + minutes * MINUTE), minutes };
}

/** Le Département ajoute à son programme (fichiers CSV du PDIE) un atelier mobilité de deux places, qui compte dans les quinze heures. */
export async function publierUnAtelier(base: string, { maintenant, jour, debut, fin }: Moment): Promise<void> {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-pdie-"));
  fs.cpSync(projectFile("data", "pdie-94"), dossier, { recursive: true });
  const offres = path.join(dossier, "offres.csv");
  const colonnes = fs.readFileSync(offres, "utf8").replace("\uFEFF", "").split(/\r?\n/)[0]!.split(";");
  const atelier: Record<string, string> = {
    code: "ATELIER-MOBILITE",
    nom: "Atelier mobilité de Créteil",
    structure: "CD94",
    description: "Apprendre à se déplacer seul en transports en commun, trajets réels compris, en petit groupe.",
    origine: "PDIE",
    type: "atelier",
    mode: "COLLECTIF",
    nature_activite: "MOBILITE",
    compte_dans_les_15_heures: "oui",
    thematiques: "mobilite--etre-accompagne-dans-son-parcours-mobilite",
    publics: "beneficiaires-des-minimas-sociaux",
    modes_accueil: "en-presentiel",
    zone_eligibilite: "94028",
    code_insee: "94028",
    commune: "Créteil",
    volume_horaire_hebdomadaire: "3",
    places_financees: "2",
    conditions_acces: "Habiter Créteil",
    frais: "gratuit",
    adresse: "21 avenue du Général-de-Gaulle",
    code_postal: "94000",
    longitude: "2.457",
    latitude: "48.784",
    telephone: "0149561234",
    courriel: "mobilite@exemple.fr",
    lien_mobilisation: "https://mobilite.exemple.fr",
    modes_mobilisation: "telephoner|envoyer-un-courriel",
    mobilisable_par: "professionnels",
    nombre_semaines: "1",
    date_maj: jour,
  };
  fs.appendFileSync(offres, `${colonnes.map((colonne) => atelier[colonne] ?? "").join(";")}\n`);
  const session = ["ATELIER-MOBILITE", "S1", debut.toISOString(), fin.toISOString(), "Hôtel du Département", "2"].join(";");
  fs.writeFileSync(path.join(dossier, "sessions.csv"), `offre;code;debut;fin;lieu;capacite\n${session}\n`);
  const resultats = await importerPdie({ ownerUrl: base, now: () => maintenant }, dossier, "94");
  fs.rmSync(dossier, { recursive: true });
  expect(resultats.map((r) => r.compteurs.rejetes)).toEqual(resultats.map(() => 0));
}
