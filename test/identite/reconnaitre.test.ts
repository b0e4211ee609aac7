import { NOMS, PRENOMS_F, PRENOMS_H } from "../../simulation/foyer/noms";
import { jeuEtiquete } from "../../simulation/identites/jeu";
import * as stockage from "../../subgraphs/allocataires/identite/candidats.repository";
import { normaliser } from "../../subgraphs/allocataires/identite/nom";
import { cleDuNom, phonetique } from "../../subgraphs/allocataires/identite/phonetique";
import { reconnaitre } from "../../subgraphs/allocataires/identite/reconnaitre";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { chargerConnues } from "./charger";

const cipher = new NirCipher(NIR_KEY);

describe("reconnaître des identités reçues", () => {
  let base: TestDatabase;
  let requetes = 0;
  const lecteur: stockage.Lecteur = {
    rows: async (sql, values) => {
      requetes++;
      return (await base.owner.query(sql, values)).rows;
    },
  };
  const jeu = jeuEtiquete(400, "base");
  const demandees = jeu.recues.map(({ recue }, i) => ({ ref: String(i), departement: "94", identite: recue }));

  beforeAll(async () => {
    base = await testDatabase();
    await chargerConnues(base.owner, jeu.connues);
  });
  afterAll(() => base.drop());

  it("la base et le moteur lisent les noms de la même façon", async () => {
    const noms = [
      ...NOMS,
      ...PRENOMS_F,
      ...PRENOMS_H,
      "Le",
      "Da Di",
      "",
      "-",
      "Ÿ’Œß ĐŁø",
      "Yao",
      "de la",
      "Schmidt-Philippe",
      "X1 Z",
      "Öztürk Ğül",
      "Dd Ss",
    ];
    const { rows } = await base.owner.query(
      `select n as nom, allocataires.nom_normalise(n) as normalise, allocataires.phonetique(n) as phonetique, allocataires.cle_du_nom(n, 'Amina') as cle from unnest($1::text[]) n`,
      [noms],
    );
    expect(rows).toEqual(
      noms.map((nom) => ({ nom, normalise: normaliser(nom), phonetique: phonetique(nom), cle: cleDuNom(nom, "Amina") })),
    );
  });

  it("aucune fausse fusion, et chaque personne connue rattachée ou proposée", async () => {
    const resultats = await reconnaitre(lecteur, stockage, demandees, cipher);
    const manquees = jeu.recues.flatMap(({ vraie, difficulte }, i) => {
      const r = resultats.get(String(i)) ?? { resultat: "AUCUN", candidats: [] };
      if (r.resultat === "UNIQUE" && r.allocataire !== vraie) throw new Error(`fausse fusion : ${difficulte}`);
      return vraie !== null && r.resultat !== "UNIQUE" && !r.candidats.some((c) => c.id === vraie) ? [difficulte] : [];
    });
    expect(manquees).toEqual([]);
    const seules = [...resultats.values()].filter((r) => r.resultat === "UNIQUE").length;
    expect(seules).toBeGreaterThan(0.8 * jeu.recues.filter((r) => r.vraie !== null).length);
  });

  it("coûte autant de requêtes pour une identité que pour des centaines", async () => {
    requetes = 0;
    await reconnaitre(lecteur, stockage, demandees, cipher);
    expect(requetes).toBeLessThanOrEqual(3);
  });

  it("ne franchit jamais la barrière du département", async () => {
    const ailleurs = demandees.map((d) => ({ ...d, departement: "93" }));
    expect((await reconnaitre(lecteur, stockage, ailleurs, cipher)).size).toBe(0);
  });

  it("retrouve une personne par un numéro qui n’est plus valable", async () => {
    const [connue] = jeu.connues.filter((c) => c.numeros.some((n) => n.type === "NIR"));
    await base.owner.query("update allocataires.identifiant set valide_au = '2026-02-01' where allocataire = $1", [connue!.id]);
    const { id, ...identite } = connue!;
    const resultats = await reconnaitre(
      lecteur,
      stockage,
      [{ ref: "x", departement: "94", identite: { ...identite, foyers: [] } }],
      cipher,
    );
    expect(resultats.get("x")).toMatchObject({ resultat: "UNIQUE", allocataire: id });
  });

  it("ne repose pas une question tranchée : la personne du dossier et son sosie sont deux", async () => {
    const [p] = jeuEtiquete(1, "sosie").connues;
    const commun = { ...p!, numeros: [], nom: "Zzsosie", dateNaissance: "1991-01-01", foyers: [] };
    const [ici, autre] = ["00000000-0000-4000-9000-000000000001", "00000000-0000-4000-9000-000000000002"];
    await chargerConnues(base.owner, [
      { ...commun, id: ici!, prenoms: ["Paul"], foyers: [{ numeroDemande: "77700000094", role: "DEM" }] },
      { ...commun, id: autre!, prenoms: ["Paul"] },
    ]);
    const recue = {
      ref: "x",
      departement: "94",
      identite: { ...commun, prenoms: ["Paule"], foyers: [{ numeroDemande: "77700000094", role: "CJT" }] },
    };
    const avant = (await reconnaitre(lecteur, stockage, [recue], cipher)).get("x");
    expect(avant?.resultat).toBe("PLUSIEURS");
    await base.owner.query(
      "insert into allocataires.identite_distincte (departement, allocataire, autre, le, par) values ('94', $1, $2, '2026-02-01', 'test')",
      [ici, autre],
    );
    expect((await reconnaitre(lecteur, stockage, [recue], cipher)).get("x")).toMatchObject({ resultat: "UNIQUE", allocataire: ici });
  });
});
