import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerOrganismes } from "../../subgraphs/allocataires/import-organismes";
import { sousGraphe as allocataires } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, testSubgraph } from "../setup/subgraph";

let base: TestDatabase;
const dossiers: string[] = [];
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(async () => {
  await base.drop();
  for (const dossier of dossiers) fs.rmSync(dossier, { recursive: true });
});

const ORGANISMES = 'code,nom,type\nCD94,Département du Val-de-Marne,DEPARTEMENT\nREMOB-1,"Délégataire, Créteil",DELEGATAIRE\n';
const REFERENTS = "organisme,code,nom,prenom,fonction\nREMOB-1,REF-1,Lefèvre,Ines,Conseillère\n";
function importer(fichiers: Record<string, string>) {
  const chemin = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-codes-"));
  dossiers.push(chemin);
  for (const [nom, texte] of Object.entries(fichiers)) fs.writeFileSync(path.join(chemin, nom), texte);
  return importerOrganismes({ ownerUrl: base.url, now: () => new Date("2026-01-01T00:00:00Z") }, chemin, "94");
}
const compteurs = (resultats: Awaited<ReturnType<typeof importer>>) =>
  resultats.map(({ compteurs: c }) => [c.lus, c.appliques, c.inchanges]);

describe("codes d’un organisme chez les partenaires", () => {
  const AVEC_CODES = `${ORGANISMES.replace("type\n", "type,codeAurore,codeSafir,siret\n").replace("DEPARTEMENT\n", "DEPARTEMENT,ILE0094,,00094000000001\n").replace("DELEGATAIRE\n", "DELEGATAIRE,ile0042,94012,\n")}`;
  const codes = async () =>
    (await base.owner.query("select organisme, systeme, valeur from allocataires.organisme_code order by 1, 2")).rows.map((c) =>
      Object.values(c).join(" "),
    );
  const organismes = (texte: string) => importer({ "organismes.csv": texte, "referents.csv": REFERENTS });

  it("lit codeAurore, codeSafir et siret ; la seconde fois ne change rien ; une colonne absente laisse les codes ; une cellule vide retire le sien", async () => {
    await organismes(AVEC_CODES);
    const tous = ["94-CD94 AURORE ILE0094", "94-CD94 SIRET 00094000000001", "94-REMOB-1 AURORE ile0042", "94-REMOB-1 SAFIR 94012"];
    expect(await codes()).toEqual(tous);
    expect(compteurs(await organismes(AVEC_CODES))[0]).toEqual([2, 0, 2]);
    await organismes(ORGANISMES);
    expect(await codes()).toEqual(tous);
    expect(compteurs(await organismes(AVEC_CODES.replace("94012", "")))[0]).toEqual([2, 1, 1]);
    expect(await codes()).toEqual(tous.slice(0, 3));
  });

  it.each([
    ["ILE0094", "ILE94", "ligne 2, colonne « codeAurore »", "trois lettres puis quatre chiffres"],
    ["94012", "9401", "ligne 3, colonne « codeSafir »", "cinq chiffres"],
    ["00094000000001", "000 940 000 00001", "ligne 2, colonne « siret »", "quatorze chiffres"],
  ])("refuse %s écrit « %s » : où, quoi, et que faire", async (juste, faux, ou, quoi) => {
    const avant = await codes();
    const refus = await organismes(AVEC_CODES.replace(juste, faux)).catch((error: Error) => error.message);
    for (const dit of ["organismes.csv", ou, faux, quoi, "corrigez la valeur"]) expect(refus).toContain(dit);
    expect(await codes()).toEqual(avant);
  });

  it("GraphQL les donne, en une requête pour tous les organismes", async () => {
    const graphe = await testSubgraph(allocataires, base.url);
    const { data, errors, statements } = await graphe.run(CALLERS.departement, "{ organismes { id codes { systeme valeur } } }");
    await graphe.close();
    expect(errors).toBeUndefined();
    expect(data.organismes.map((o: any) => [o.id, ...o.codes.map((c: any) => `${c.systeme} ${c.valeur}`)])).toEqual([
      ["94-CD94", "AURORE ILE0094", "SIRET 00094000000001"],
      ["94-REMOB-1", "AURORE ile0042"],
    ]);
    expect(statements).toHaveLength(2);
  });

  it("la base refuse ce que la règle refuse", async () => {
    const ecrire = base.owner.query("insert into allocataires.organisme_code values ('94', '94-CD94', 'SAFIR', 'A0000')");
    await expect(ecrire).rejects.toMatchObject({ constraint: "forme_du_code_d_organisme" });
  });
});
