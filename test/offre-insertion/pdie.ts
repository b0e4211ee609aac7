import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerPdie } from "../../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import type { ResultatImport } from "../../subgraphs/shared/import";
import { CALLERS } from "../setup/subgraph";
import { MAINTENANT, viderCatalogue } from "./fiches";
import { type Territoire, territoire } from "./territoire";

export const STRUCTURES = "code;nom;commune;code_insee\nMOB;Mobilités 94;Créteil;94028\nCD;Département;;\n";
export const FICHES = "code;intitule;programme;axe;budget_eur\nI.V2.2;Levée des freins;PDIE 2023-2027;Insertion - volet 2;1000\n";
export const MARCHES =
  "reference;nature;objet;titulaire;debut;fin;montant_eur\n2026-12;MARCHE;Auto-école sociale;Mobilités 94;2026-01-01;2026-12-31;60000\n";
export const OFFRES = [
  "code;nom;structure;description;type;thematiques;publics;fiche_action;marche;parcours;places_financees;cout_unitaire_eur;budget_eur;compte_dans_les_15_heures;volume_horaire_total;nombre_semaines;volume_horaire_hebdomadaire;mode;nature_activite;valide_du;valide_au;origine;dispositif",
  "AUTO;Auto-école sociale;MOB;Préparer le permis de conduire, en groupe.;accompagnement;mobilite--preparer-un-permis;tous-publics;I.V2.2;2026-12;FRANCE_TRAVAIL|REMOBILISATION_EMPLOI;20;1200,50;24010;oui;60;10;6;COLLECTIF;MOBILITE;2026-01-01;2026-06-30;;",
  "KIT;Kit d’accès à l’emploi;CD;Ce qu’il faut pour prendre un poste.;aide-materielle;trouver-un-emploi--maintien-dans-lemploi;tous-publics;;;;;;;non;;;;;;;;;",
  "IMM;Immersion en restauration;MOB;Une semaine dans une cuisine.;accompagnement;choisir-un-metier--confirmer-son-choix-de-metier;tous-publics;;;;;;;oui;35;1;35;INDIVIDUEL;;;;IMMERSION;IMMERSION",
].join("\n");
export const FINANCEURS =
  "offre;fiche_action;exercice;type;nom;montant_eur\nAUTO;;2026;ETAT;;10000\nAUTO;;2026;DEPARTEMENT;;10000\nAUTO;;2027;FSE_PLUS;;4010\n;I.V2.2;2026;ETAT;;1000\n";
export const SESSIONS =
  "offre;code;debut;fin;lieu;capacite\nAUTO;S1;2026-03-29 09:00;2026-03-29 17:00;Créteil;12\nAUTO;S2;2026-10-25T09:00+01:00;;Créteil;12\n";
export const TOUT = {
  "structures.csv": STRUCTURES,
  "fiches.csv": FICHES,
  "marches.csv": MARCHES,
  "offres.csv": OFFRES,
  "financeurs.csv": FINANCEURS,
  "sessions.csv": SESSIONS,
};

/** A territory whose catalogue is empty before each test, and files given as texts. */
export function pdieDeTest() {
  let t: Territoire;
  beforeAll(async () => {
    t = await territoire();
  });
  afterAll(() => t.fermer());
  beforeEach(async () => {
    await viderCatalogue(t.base.owner);
    await t.base.owner.query("truncate offre_insertion.marche, offre_insertion.fiche_action, offre_insertion.financement cascade");
  });
  return {
    /** Readable once the tests run. */
    get t(): Territoire {
      return t;
    },
    async importer(
      fichiers: Record<string, string | Buffer>,
      { departement = "94", verifier = false, le = MAINTENANT }: { departement?: string; verifier?: boolean; le?: Date } = {},
    ): Promise<ResultatImport[]> {
      const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-pdie-"));
      for (const [nom, contenu] of Object.entries(fichiers)) fs.writeFileSync(path.join(dossier, nom), contenu);
      return importerPdie({ ownerUrl: t.base.url, now: () => le }, dossier, departement, { verifier }).finally(() =>
        fs.rmSync(dossier, { recursive: true }),
      );
    },
    async compte(sql: string): Promise<number> {
      return (await t.base.owner.query(`select count(*)::int as n from ${sql}`)).rows[0].n;
    },
    async offre(id: string, champs: string, appelant: (typeof CALLERS)["departement"] = CALLERS.departement, le = MAINTENANT) {
      const reponse = await t.executer(appelant, `query ($id: ID!) { offre(id: $id) { ${champs} } }`, { id }, le);
      expect(reponse.errors).toBeUndefined();
      return reponse.data.offre;
    },
  };
}

export const de = (resultats: ResultatImport[], fichier: string): ResultatImport => resultats.find((r) => r.fichier.startsWith(fichier))!;
