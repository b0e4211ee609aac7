import fs from "node:fs";
import path from "node:path";
import { buildSchema, isEnumType } from "graphql";
import { CODES, CODES_DE, MOTIFS_DE_DECISION } from "../../hub/personne/codes";
import { fichiersDe } from "../../hub/personne/ecrire-export";
import { EVENEMENTS } from "../../hub/personne/evenements-en-mots";
import { type ExportPersonne, enRubriques, type LigneExportee, type TableExportee } from "../../hub/personne/export-personne";
import { compte, enMinuscules, enMots, valeurEnMots } from "../../hub/personne/mots";
import { RETENUES_EN_MOTS } from "../../hub/personne/retenues-en-mots";
import { PARTS } from "../../hub/personne/tables-du-hub";
import { TYPES_EVENEMENT } from "../../subgraphs/echanges/evenement/types-evenement";
import type { Rubrique } from "../../subgraphs/shared/droits-des-personnes/table-de-personne";

const ligne = (donnees: Record<string, unknown>): LigneExportee => ({ provenance: null, donnees });
const table = (nom: string, rubrique: Rubrique, lignes: Record<string, unknown>[]): TableExportee => ({
  table: nom,
  rubrique,
  titre: "Titre",
  origine: null,
  lignes: lignes.map(ligne),
  retenues: [],
});

/** What the page reads like for these rows, without its style and its tags. */
function page(...tables: TableExportee[]): string {
  const donnees: ExportPersonne = {
    format: "unefois-export-personne",
    version: 1,
    faitLe: "2026-11-22T10:00:00.000Z",
    personne: { departement: "94", id: RDV, fiches: [RDV] },
    conservation: [],
    rubriques: enRubriques(tables).filter(({ tables: siennes }) => siennes.length > 0),
    nonRemis: [],
  };
  const { html } = fichiersDe({ export: donnees, noms: new Map([["94-CD94", "Département du Val-de-Marne"]]) });
  return html
    .slice(html.indexOf("<h2>"), html.indexOf("<h2>Combien"))
    .replace(/<\/?(dt|dd)>/g, (balise) => (balise === "</dd>" ? "\n" : ""))
    .replace(/<[^>]+>/g, "\n")
    .replace(/[\u00a0\u202f]/g, " ");
}

const RDV = "f049054a-aa43-49b4-9849-a53c4bd70bf8";
/** Codes of the CAF, of France Travail and of the tools, each in the key that holds it. */
const PAR_CLE = Object.entries(CODES_DE).flatMap(([cle, mots]) => Object.entries(mots).map(([code, mot]) => ({ cle, code, mot })));
const ENUMS = fs
  .readdirSync(path.resolve(__dirname, "../../schema"))
  .filter((nom) => /^(allocataires|rendez-vous|offre-insertion|echanges|indicateurs)\.graphql$/.test(nom))
  .map((nom) =>
    buildSchema(fs.readFileSync(path.resolve(__dirname, "../../schema", nom), "utf8"), { assumeValid: true, assumeValidSDL: true }),
  )
  .flatMap((schema) => Object.values(schema.getTypeMap()).filter(isEnumType))
  .filter(({ name }) => !name.startsWith("_"))
  .flatMap((type) => type.getValues().map(({ name }) => name));
/** Names that are said as they are. */
const SIGLES = /^(SMS|CAF|MSA|NIR|PACS|RSA|AAH|PDIE|DORA|ORIAS|CSV|ODS|XLSX|JSON|MD|POEC|POEI|MRS|PEC|IAE|CCAS|SAFIR|SIRET|DOMIFA)$/;

describe("la page remise à la personne est en français", () => {
  it("chaque code d’une énumération du hub a des mots : ni majuscules collées, ni trait bas, ni code de la CAF", () => {
    expect(ENUMS.length).toBeGreaterThan(400);
    const restes = ENUMS.filter((code) => /[A-Z]{2,}_|_|^[A-Z]{3,}$/.test(enMots(code)) && !SIGLES.test(code));
    expect([...new Set(restes)]).toEqual([]);
  });

  it("chaque code de la CAF, de France Travail et des outils de rendez-vous est dit par son mot, et jamais par lui-même", () => {
    expect(PAR_CLE.length).toBeGreaterThan(150);
    for (const { cle, code, mot } of PAR_CLE) expect([cle, code, valeurEnMots(code, cle)]).toEqual([cle, code, mot]);
    const dit = page(
      table(
        "allocataires.contenu_dossier",
        "IDENTITE",
        PAR_CLE.filter(({ cle }) => !/Motif$|Code$/.test(cle)).map(({ cle, code }) => ({ [cle]: code })),
      ),
      table("allocataires.contenu_dossier", "IDENTITE", [
        {
          donnees: {
            situationFamille: { code: "DIV" },
            suspensionsDroit: [{ motif: "GK", groupe: "RSA" }],
            suspensionsVersement: [{ motif: "01" }],
            cloture: { motif: "RFD" },
            refus: { motif: "F04" },
            lignes: [{ nature: "RSI", sousNature: "RSIN1", montantCentimes: 134476, au: null }],
          },
        },
      ]),
      table("rendez_vous.dire", "IDENTITE", [{ code: "seen" }, { code: "unknown" }]),
      table(
        "allocataires.decision_dossier",
        "IDENTITE",
        Object.entries(MOTIFS_DE_DECISION).flatMap(([nature, motifs]) => Object.keys(motifs).map((motif) => ({ nature, motif }))),
      ),
    );
    expect(dit).toContain("1 344,76 €");
    expect(dit).toContain("situation de famille : situation : Divorce");
    expect(dit).toContain("présence : vous y étiez");
    const codes = PAR_CLE.map(({ code }) => code).filter(
      (code) => /^([A-Z][A-Z0-9]{2,}|[A-Z]+[0-9]+|[a-z]+)$/.test(code) && !SIGLES.test(code),
    );
    expect(
      codes.filter((code) => new RegExp(`: ${code}( ;|\\s|$)`).test(dit) && !/^(statuts|orientations|diagnostic)$/.test(code)),
    ).toEqual([]);
    expect(dit).not.toMatch(/\b[A-Z]+_[A-Z_]+\b|RSIN1|[a-z][A-Z][a-z]/);
  });

  it("chaque type d’événement est une phrase", () => {
    expect(TYPES_EVENEMENT.filter((type) => !/^\p{Ll}.* /u.test(EVENEMENTS[type] ?? "") && !EVENEMENTS[type]?.includes(" "))).toEqual([]);
    expect(CODES.OUVERT_VERSABLE).toContain("ouvert");
  });

  it("un identifiant est dit par ce qu’il désigne, ou laissé au fichier pour les machines ; rien n’est vide ni interne", () => {
    const dit = page(
      table("rendez_vous.rendez_vous", "IDENTITE", [{ id: RDV, debut: "2026-10-07T12:00:00+00:00", natif: false, capacite: 20, lieu: "" }]),
      table("rendez_vous.participation", "IDENTITE", [
        { rendez_vous: RDV, statut: "HONORE", organisme: "94-CD94", avant: "infinity", vide: [], rien: {} },
      ]),
      table("echanges.echange", "IDENTITE", [
        {
          partenaire: "FRANCE_TRAVAIL",
          destinataire: "FRANCE_TRAVAIL",
          tentatives: 1,
          relectures: 0,
          raison: "Antérieur (FRANCE_TRAVAIL_DEPUIS).",
          donnees: { diagnostic: "4bcab3df-b9f7-48ea-98a0-916a7fb682d5", intensite: "STANDARD" },
        },
      ]),
    );
    for (const mot of [
      "rendez-vous : celui du 7 octobre 2026 à 14:00",
      "Département du Val-de-Marne",
      "nombre de places : 20",
      "France Travail",
      "Antérieur.",
    ])
      expect(dit).toContain(mot);
    expect(dit).not.toMatch(/[0-9a-f]{8}-|natif|tentatives|relectures|infinity|: *(\n|$)|FRANCE_TRAVAIL/m);
  });

  it("qui a lu est toujours nommé, jamais par le code d’un logiciel", () => {
    const le = "2026-11-22T10:00:00Z";
    const dit = page(
      table("journal.consultation", "REGISTRE", [
        { le, client: "si-plateforme-france-travail", finalite: "ACCOMPAGNEMENT", champs: ["Allocataire.nom"] },
        { le, client: "import-caf", finalite: "GESTION_DU_DROIT", champs: ["Refus.code", "Refus.message"] },
        { le, client: "demo-departement", organisme: "94-CD94", finalite: "ACCOMPAGNEMENT", champs: ["Allocataire.id"] },
        { le, client: "inconnu-1", finalite: "ACCOMPAGNEMENT", champs: [] },
      ]),
    );
    for (const mot of [
      "Plateforme de France Travail",
      "Import des fichiers de la CAF",
      "Département du Val-de-Marne",
      "Un logiciel autorisé",
    ])
      expect(dit).toContain(mot);
    expect(dit).not.toMatch(/import-caf|si-plateforme|demo-|inconnu-1|message|\(\)/);
  });

  it("les noms ont leur forme habituelle, et le pluriel suit le nombre", () => {
    expect([enMinuscules("BRUN", false), enMinuscules("AÏT-AHMED", false), enMinuscules("164 RUE DE L’ÉGLISE", true)]).toEqual([
      "Brun",
      "Aït-Ahmed",
      "164 Rue de l’Église",
    ]);
    expect([compte(0, "ligne"), compte(1, "ligne"), compte(2, "ligne")]).toEqual(["0 ligne", "1 ligne", "2 lignes"]);
  });

  it("chaque donnée retenue pour une autre personne, ou pour un agent, est dite en mots", () => {
    const retenues = PARTS.flatMap(({ tables }) => tables).flatMap((t) =>
      Object.entries(t.retenues ?? {})
        .filter(([, raison]) => raison !== "TECHNIQUE")
        .map(([colonne]) => `${t.table}.${colonne}`),
    );
    expect(retenues.filter((colonne) => RETENUES_EN_MOTS[colonne] === undefined)).toEqual([]);
  });
});
