import { type Monde, ouvrirMonde } from "./monde";
import { allerAu, amina, bruno, muter, preparerLesDossiers, proposerChezFranceTravail, sanctionsDe } from "./sanctions";

describe("SANCTION_MANQUEMENT : les manquements, dans les deux sens", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await preparerLesDossiers(monde);
  });
  afterEach(() => monde.fermer());

  const manquement = async () =>
    (await monde.echanges("SANCTION_MANQUEMENT")).map(({ sens, statut, identifiant_partenaire, raison }) => ({
      sens,
      statut,
      identifiant_partenaire,
      raison,
    }));
  const signaler = async () =>
    (await muter(monde, "signalerManquement", `allocataire: "${bruno.allocataire}", nature: REFUS_CONTROLE, constateLe: "2026-01-30"`)).id;

  it("vers le Département : celui que France Travail signale entre avec son identifiant, sans son texte", async () => {
    const { identifiantManquement } = proposerChezFranceTravail(monde, amina.numeroFranceTravail);
    await monde.lireTout();
    expect(await manquement()).toEqual([
      { sens: "ENTRANT", statut: "TRAITE", identifiant_partenaire: identifiantManquement, raison: null },
    ]);
    expect((await sanctionsDe(monde, amina.allocataire))[0]).toMatchObject({ manquement_partenaire: identifiantManquement });
    const { rows } = await monde.base.owner.query(
      "select to_jsonb(s)::text || to_jsonb(m)::text as tout from allocataires.sanction s, allocataires.manquement m",
    );
    expect(rows[0].tout).not.toMatch(/Absence constatée/);
  });

  it("vers France Travail : sans décision, rien ne part ; la décision le porte, et son identifiant le confirme", async () => {
    const id = await signaler();
    await monde.vider();
    expect(await manquement()).toEqual([]);
    const sanction = await muter(
      monde,
      "proposerSanction",
      `manquement: "${id}", nature: SUSPENSION, motif: "m", quotitePourcent: 50, dureeMois: 1`,
    );
    allerAu(monde, "2026-02-03");
    await muter(monde, "notifierSanction", `sanction: "${sanction.id}", le: "2026-02-03"`);
    allerAu(monde, "2026-02-20");
    await muter(monde, "deciderSanction", `sanction: "${sanction.id}", accepter: true, motif: "m"`);
    await monde.vider();
    const chezFranceTravail = (monde.simulateur.etat(bruno.numeroFranceTravail) as any).manquements;
    expect(chezFranceTravail).toHaveLength(1);
    expect(await manquement()).toEqual([
      { sens: "SORTANT", statut: "CONFIRME", identifiant_partenaire: chezFranceTravail[0].identifiantManquement, raison: null },
    ]);
  });

  it("un manquement sans suite ne se dit pas", async () => {
    const id = await signaler();
    const sanction = await muter(
      monde,
      "proposerSanction",
      `manquement: "${id}", nature: SUSPENSION, motif: "m", quotitePourcent: 50, dureeMois: 1`,
    );
    await muter(monde, "deciderSanction", `sanction: "${sanction.id}", accepter: false, motif: "m"`);
    await monde.vider();
    expect(await manquement()).toEqual([
      { sens: "SORTANT", statut: "IGNORE", identifiant_partenaire: null, raison: expect.stringMatching(/rien ne fonde/) },
    ]);
    expect((monde.simulateur.etat(bruno.numeroFranceTravail) as any).manquements).toEqual([]);
  });
});
