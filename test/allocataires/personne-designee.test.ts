import pg from "pg";
import { designer } from "../../subgraphs/allocataires/fichier-departement/personnes.repository";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { ajouterDossiers, SOURCE } from "./personnes";

let base: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await ajouterDossiers(base.owner);
  pool = new pg.Pool({ connectionString: base.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await base.drop();
});

const poser = (allocataire: string, type: string, valeur: string, au: string | null = null) =>
  base.owner.query(
    `insert into allocataires.identifiant (departement, allocataire, type, valeur, valide_au, source, source_organisme, collectee_le, recue_le, certifiee, reference)
     values ('94', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [allocataire, type, valeur, au, ...SOURCE],
  );
const nommer = async (personneType: string, personneValeur: string, departement = "94") =>
  (await designer(pool, departement, [{ type: "contrat", personneType, personneValeur } as never]))[0];

describe("la personne que nomme un enregistrement du Département", () => {
  it("par son numéro France Travail sous ses deux formes, celui qui est donné avant l’autre", async () => {
    expect(await nommer("NUMERO_FRANCE_TRAVAIL", "45678901")).toEqual({ allocataire: PEOPLE.amina });
    expect(await nommer("NUMERO_FRANCE_TRAVAIL", "12345678901")).toEqual({ allocataire: PEOPLE.amina });
    expect(await nommer("NUMERO_FRANCE_TRAVAIL", "45678901", "93")).toMatchObject({ code: "PERSONNE_INCONNUE" });
    expect(await nommer("NUMERO_FRANCE_TRAVAIL", "5678901")).toMatchObject({ code: "PERSONNE_INCONNUE" });
    await poser(PEOPLE.driss, "NUMERO_FRANCE_TRAVAIL", "99945678901");
    expect(await nommer("NUMERO_FRANCE_TRAVAIL", "45678901")).toMatchObject({ code: "PERSONNE_AMBIGUE" });
    await poser(PEOPLE.chantal, "NUMERO_FRANCE_TRAVAIL", "45678901");
    expect(await nommer("NUMERO_FRANCE_TRAVAIL", "45678901")).toEqual({ allocataire: PEOPLE.chantal });
  });

  it("par son ancien numéro du logiciel, tant que personne d’autre ne le porte", async () => {
    await poser(PEOPLE.bruno, "IDENTIFIANT_DEPARTEMENT", "OR-1", "2026-01-31");
    await poser(PEOPLE.bruno, "IDENTIFIANT_DEPARTEMENT", "OR-2");
    expect(await nommer("IDENTIFIANT_DEPARTEMENT", "or-1")).toEqual({ allocataire: PEOPLE.bruno });
    expect(await nommer("IDENTIFIANT_DEPARTEMENT", "OR-2")).toEqual({ allocataire: PEOPLE.bruno });
    await poser(PEOPLE.driss, "IDENTIFIANT_DEPARTEMENT", "OR-1");
    expect(await nommer("IDENTIFIANT_DEPARTEMENT", "OR-1")).toEqual({ allocataire: PEOPLE.driss });
  });
});
