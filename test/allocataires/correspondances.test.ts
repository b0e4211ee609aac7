import * as mots from "../../subgraphs/allocataires/vocabulaire";
import { STATUTS as STATUTS_DE_PARTICIPATION } from "../../subgraphs/rendez-vous/statut-participation";
import * as categorie from "../../subgraphs/shared/contrat/correspondance/categorie";
import {
  bijection,
  type Correspondance,
  depuisPartenaire,
  pertesDe,
  versPartenaire,
} from "../../subgraphs/shared/contrat/correspondance/correspondance";
import * as organisme from "../../subgraphs/shared/contrat/correspondance/organisme";
import * as orientation from "../../subgraphs/shared/contrat/correspondance/orientation";
import * as personne from "../../subgraphs/shared/contrat/correspondance/personne";
import * as rendezVous from "../../subgraphs/shared/contrat/correspondance/rendez-vous";
import * as sanction from "../../subgraphs/shared/contrat/correspondance/sanction";
import { CategorieParcours, Frein } from "../../subgraphs/shared/contrat/enums";

type Table = Correspondance<string, string>;
const TABLES = { ...categorie, ...organisme, ...orientation, ...personne, ...rendezVous, ...sanction } as unknown as Record<string, Table>;
/** Words of the hub that each table must know, every one of them. */
const MOTS: Record<string, readonly string[]> = {
  CATEGORIE_CAF: Object.keys(CategorieParcours),
  CATEGORIE_FRANCE_TRAVAIL: Object.keys(CategorieParcours),
  CATEGORIE_RDV_INSERTION: Object.keys(CategorieParcours),
  CATEGORIE_WEBRSA: Object.keys(CategorieParcours),
  ORGANISME_ORIENTATION_FT: mots.TYPES_ORGANISME,
  ORGANISME_RENDEZ_VOUS_FT: mots.TYPES_ORGANISME,
  ORGANISME_RDV_INSERTION: mots.TYPES_ORGANISME,
  STATUT_ORIENTATION_FT: mots.STATUTS_ORIENTATION,
  STATUT_ORIENTATION_WEBRSA: mots.STATUTS_ORIENTATION,
  ORIGINE_ORIENTATION_FT: mots.ORIGINES_ORIENTATION,
  FREIN_FRANCE_TRAVAIL: Object.keys(Frein),
  IMPACT_DIAGNOSTIC_FT: mots.IMPACTS,
  IMPACT_FRANCE_TRAVAIL: mots.IMPACTS,
  STATUT_USAGER_FT: mots.STATUTS_INSCRIPTION,
  STATUT_CONTRAT_FT: mots.STATUTS_CONTRAT,
  STATUT_RENDEZ_VOUS_FT: STATUTS_DE_PARTICIPATION,
  CIVILITE_RDV_INSERTION: ["MR", "MME"],
  CIVILITE_FT_ECRITURE: ["MR", "MME"],
  CIVILITE_FT_LECTURE: ["MR", "MME"],
  NATURE_SANCTION_FT: mots.NATURES_SANCTION,
  NATURE_MANQUEMENT_FT: mots.NATURES_MANQUEMENT,
  FAMILLE_MANQUEMENT_FT: mots.NATURES_MANQUEMENT,
  CAUSE_ANNULATION_FT: mots.CAUSES_ANNULATION,
  MOTIF_REFUS_FT: Object.keys(orientation.MOTIF_REFUS_FT.vers),
};

describe("chaque table de correspondance, sur toutes ses valeurs et dans les deux sens", () => {
  it("toutes les tables sont relues ici", () => {
    expect(Object.keys(TABLES).sort()).toEqual(Object.keys(MOTS).sort());
  });

  it.each(Object.entries(TABLES))("%s connaît tous les mots du hub, et perd exactement ce qu’elle dit", (nom, table) => {
    expect(Object.keys(table.vers).sort()).toEqual([...MOTS[nom]!].sort());
    const pertes = pertesDe(table);
    expect(pertes.vers.sort()).toEqual([...table.pertes.vers].sort());
    expect(pertes.depuis.sort()).toEqual([...table.pertes.depuis].sort());
    for (const mot of Object.keys(table.vers)) {
      const code = versPartenaire(table, mot);
      if (!pertes.vers.includes(mot)) expect(depuisPartenaire(table, code!)).toBe(mot);
      else if (code !== null) expect(Object.keys(table.depuis)).toContain(code);
    }
    for (const code of Object.keys(table.depuis))
      if (!pertes.depuis.includes(code)) expect(versPartenaire(table, depuisPartenaire(table, code)!)).toBe(code);
  });

  it.each(Object.entries(TABLES))("%s ne prend pas un code inconnu pour un autre", (_nom, table) => {
    for (const inconnu of ["", "PS ", "toString", "__proto__", "XXX"]) {
      expect(depuisPartenaire(table, inconnu)).toBeNull();
      expect(versPartenaire(table, inconnu)).toBeNull();
    }
  });
});

describe("l’inversion de WebRSA", () => {
  /** What WebRSA v4.32 sends: SOCIAL as PSP, SOCIOPRO as PSO (FranceTravailEnvoiOrientationShell, l. 191-193). Its own reader reads them right. */
  const ENVOI_WEBRSA = bijection({ EMPLOI: "PED", SOCIAL: "PSP", SOCIOPRO: "PSO" } as const);
  const parLeHub = (type: string) =>
    versPartenaire(categorie.CATEGORIE_FRANCE_TRAVAIL, depuisPartenaire(categorie.CATEGORIE_WEBRSA, type)!);
  const relu = (code: string) => versPartenaire(categorie.CATEGORIE_WEBRSA, depuisPartenaire(categorie.CATEGORIE_FRANCE_TRAVAIL, code)!);

  it.each(["EMPLOI", "SOCIOPRO", "SOCIAL"])("%s va à France Travail par la catégorie légale, et revient le même", (type) => {
    expect(relu(parLeHub(type)!)).toBe(type);
  });

  it("la table inversée serait prise : deux types sur trois reviennent changés", () => {
    const revenus = Object.keys(ENVOI_WEBRSA.vers).filter((type) => relu(versPartenaire(ENVOI_WEBRSA, type)!) === type);
    expect(revenus).toEqual(["EMPLOI"]);
    const inversee: Table = { ...categorie.CATEGORIE_FRANCE_TRAVAIL, vers: { EMPLOI: "PED", EQUILIBRE: "PSO", REMOBILISATION: "PSP" } };
    expect(pertesDe(inversee).vers).toEqual(["EQUILIBRE", "REMOBILISATION"]);
  });

  it("les faux amis : PS de la CAF n’est pas PSP de France Travail", () => {
    expect(depuisPartenaire(categorie.CATEGORIE_CAF, "PS")).toBe("REMOBILISATION");
    expect(depuisPartenaire(categorie.CATEGORIE_FRANCE_TRAVAIL, "PSP")).toBe("EQUILIBRE");
  });
});
