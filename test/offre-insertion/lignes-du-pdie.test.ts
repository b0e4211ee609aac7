import { de, OFFRES, pdieDeTest, SESSIONS, TOUT } from "./pdie";

const SESSION_D_UN_KIT = `${SESSIONS}KIT;S1;2026-03-20 09:00;;Créteil;12\n`;

describe("les lignes du PDIE", () => {
  const { importer } = pdieDeTest();
  const rejets = async (fichiers: Record<string, string>, fichier: string) =>
    de(await importer(fichiers), fichier).signalements.filter(({ applique }) => !applique);

  it("une ligne fausse dit toutes ses cellules fausses à la fois", async () => {
    const fausse = OFFRES.replace("1200,50", "cher").replace(";oui;60;", ";peut-être;beaucoup;");
    const [dit] = await rejets({ ...TOUT, "offres.csv": fausse }, "offres.csv");
    expect(dit!.message.match(/colonne « (\w+) »/g)).toEqual([
      "colonne « compte_dans_les_15_heures »",
      "colonne « volume_horaire_total »",
      "colonne « cout_unitaire_eur »",
    ]);
  });

  it.each([
    ["2026-03-29 02:30", "n’existe pas à Paris"],
    ["2026-10-25 02:30", "vient deux fois à Paris"],
  ])("une session le %s, sans décalage : l’heure %s", async (debut, phrase) => {
    const [dit] = await rejets({ ...TOUT, "sessions.csv": `${SESSIONS}AUTO;S3;${debut};;Créteil;12\n` }, "sessions.csv");
    expect(dit).toMatchObject({ code: "LIGNE_INVALIDE", message: expect.stringContaining(`« ${debut} » ${phrase}`) });
  });

  it("le décalage dit laquelle des deux heures", async () => {
    const resultats = await importer({ ...TOUT, "sessions.csv": `${SESSIONS}AUTO;S3;2026-10-25 02:30+01:00;;Créteil;12\n` });
    expect(de(resultats, "sessions.csv").compteurs).toMatchObject({ appliques: 3, rejetes: 0 });
  });

  it("un kit n’a pas de session, que son offre soit dans le dossier ou déjà connue", async () => {
    const attendu = [
      expect.objectContaining({ code: "SESSION_SANS_OBJET", message: expect.stringContaining("« KIT » est une aide ou un kit") }),
    ];
    expect(await rejets({ ...TOUT, "sessions.csv": SESSION_D_UN_KIT }, "sessions.csv")).toEqual(attendu);
    expect(await rejets({ "sessions.csv": SESSION_D_UN_KIT }, "sessions.csv")).toEqual(attendu);
  });
});
