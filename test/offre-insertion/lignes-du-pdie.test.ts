import { PEOPLE } from "../setup/fixtures";
import { MAINTENANT } from "./fiches";
import { de, OFFRES, pdieDeTest, SESSIONS, TOUT } from "./pdie";

const SESSION_D_UN_KIT = `${SESSIONS}KIT;S1;2026-03-20 09:00;;Créteil;12\n`;

describe("les lignes du PDIE", () => {
  const banc = pdieDeTest();
  const { importer } = banc;
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

  it("une session à venir retirée annule ce qu’elle prévoyait ; ce qui est déclaré reste", async () => {
    await importer(TOUT);
    const { owner } = banc.t.base;
    await owner.query(
      `insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, session, statut, declaree_le)
       select '94', $1, (s.debut at time zone 'Europe/Paris')::date, m.minutes, 'essai', s.id, m.statut, $2
       from offre_insertion.session s cross join (values (60, 'PREVUE'), (61, 'DECLAREE')) m(minutes, statut)`,
      [PEOPLE.amina, MAINTENANT],
    );
    await importer({ ...TOUT, "sessions.csv": SESSIONS.replace(/^AUTO;S1.*\n/m, "") });
    const { rows } = await owner.query(
      `select s.code, a.statut, a.minutes, (select e.statut || ' ' || e.par from offre_insertion.etape_activite e where e.activite = a.id) as etape
       from offre_insertion.activite a join offre_insertion.session s on s.id = a.session order by s.code, a.minutes`,
    );
    await owner.query("delete from offre_insertion.activite");
    expect(rows).toEqual([
      { code: "S1", statut: "ANNULEE", minutes: 60, etape: "ANNULEE hub" },
      { code: "S1", statut: "DECLAREE", minutes: 61, etape: null },
      { code: "S2", statut: "PREVUE", minutes: 60, etape: null },
      { code: "S2", statut: "DECLAREE", minutes: 61, etape: null },
    ]);
  });

  it("une session à venir retirée est dite à qui y tenait une place, et inscrite dans l’histoire de sa prescription", async () => {
    await importer(TOUT);
    const { owner } = banc.t.base;
    await owner.query(
      `insert into offre_insertion.prescription (departement, allocataire, offre, session, prescripteur, statut, prescrite_le, place)
       select '94', $1, s.offre, s.id, '94-CD94', 'VALIDEE', $2, false from offre_insertion.session s where s.code = 'S1' and s.offre like '%AUTO'`,
      [PEOPLE.amina, MAINTENANT],
    );
    await importer({ ...TOUT, "sessions.csv": SESSIONS.replace(/^AUTO;S1.*\n/m, "") });
    const { rows } = await owner.query(
      `select e.allocataire, e.donnees ->> 'offre' as offre, x.statut, x.motif, p.statut as reste from offre_insertion.prescription p
       join journal.evenement e on e.type = 'SessionAnnulee' and e.donnees ->> 'prescription' = p.id::text
         and e.donnees ->> 'session' = p.session::text
       join offre_insertion.etape_prescription x on x.prescription = p.id`,
    );
    await owner.query("delete from offre_insertion.etape_prescription; delete from offre_insertion.prescription");
    const motif = "La session est retirée : le fichier du Département ne la montre plus.";
    expect(rows).toEqual([{ allocataire: PEOPLE.amina, offre: "pdie-94--AUTO", statut: "VALIDEE", motif, reste: "VALIDEE" }]);
  });
});
