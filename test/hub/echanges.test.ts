import { randomUUID } from "node:crypto";
import { type TestDatabase, testDatabase } from "../setup/database";
import { run } from "./commande";

describe("unefois echanges", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(() => base.drop());
  const unefois = (...args: string[]) => run(["echanges", ...args], { DATABASE_URL: base.url });
  const inserer = async (objet: string, statut: string, code: string | null) => {
    const erreur = code === null ? [null, null, null, null] : [code, "Ce qui n’a pas été.", true, "Ce qu’il faut faire."];
    const { rows } = await base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, statut, canal, cree_le, tentatives, erreur_code, erreur_message, erreur_reessayable, erreur_action)
       values ('94', $1, 'SORTANT', 'FRANCE_TRAVAIL', $2, $3, 'API', '2026-02-01', 1, $4, $5, $6, $7) returning id`,
      [randomUUID(), objet, statut, ...erreur],
    );
    return rows[0].id as string;
  };

  it("les montre, les filtre, en rejoue un ou tous, et dit pourquoi il ne le fait pas", async () => {
    expect((await unefois()).out).toContain("Aucun échange");
    const rejete = await inserer("ORIENTATION_RESULTAT", "REJETE", "DONNEE_INVALIDE");
    const abandonne = await inserer("DIAGNOSTIC", "ABANDONNE", "INDISPONIBLE");
    const confirme = await inserer("DIAGNOSTIC", "CONFIRME", null);
    const tout = await unefois();
    expect(tout).toMatchObject({ code: 0, err: "" });
    for (const texte of [rejete, abandonne, confirme, "DONNEE_INVALIDE", "Ce qu’il faut faire.", "vers FRANCE_TRAVAIL", "3 échange(s)"])
      expect(tout.out).toContain(texte);
    expect(JSON.parse((await unefois("--erreur", "INDISPONIBLE", "--json")).out).map((e: { id: string }) => e.id)).toEqual([abandonne]);
    expect(JSON.parse((await unefois("--statut", "CONFIRME", "--objet", "DIAGNOSTIC", "--json")).out)).toHaveLength(1);
    expect(await unefois("--statut", "PARTI")).toMatchObject({ code: 2, err: expect.stringContaining("n’est pas un statut") });
    expect(await unefois("--rejouer", "rien")).toMatchObject({ code: 2 });
    expect(await unefois("--rejouer", confirme)).toMatchObject({ code: 1, err: expect.stringContaining("rejeté, abandonné") });
    expect(await unefois("--rejouer", rejete)).toMatchObject({ code: 0, out: expect.stringContaining(rejete) });
    expect((await unefois("--rejouer-tous", "--objet", "DIAGNOSTIC")).out).toContain("1 échange(s) dû(s)");
    const { rows } = await base.owner.query("select statut, count(*)::int as n from echanges.echange group by 1 order by 1");
    expect(rows).toEqual([
      { statut: "A_ENVOYER", n: 2 },
      { statut: "CONFIRME", n: 1 },
    ]);
  }, 60_000);
});
