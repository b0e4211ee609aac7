import { CALLERS } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterRendezVous } from "./rendez-vous";
import { acte, base, decidee, decider, fermer, graphe, notifier, ouvrir, personneSeule, signaler } from "./sanctions";

const { departement, departement93 } = CALLERS;
beforeAll(ouvrir);
afterAll(fermer);

const LISTE =
  "query ($d: String) { r: sanctionsAReexaminer(departement: $d, first: 200) { raisons explications sanction { id statut } allocataire { id } } }";
const lister = async (jour = "2026-03-10", appelant = departement, d: string | null = null) => {
  const { data, errors, statements } = await graphe.run(appelant, LISTE, { d }, new Date(`${jour}T10:00:00Z`));
  expect(errors).toBeUndefined();
  return { lignes: data.r as any[], statements };
};
const raisonsDe = async (sanction: string, jour?: string) =>
  (await lister(jour)).lignes.find((l) => l.sanction.id === sanction)?.raisons as string[] | undefined;

/** A suppression decided on 2026-04-20 for a breach of 2026-03-02, after the suspension of 2026-02-20. */
async function suppression(allocataire: string): Promise<string> {
  await agir(graphe, departement, "proposerContrat", { allocataire, proposeLe: "2026-01-25" }, "... on ContratEngagement { id }");
  const manquement = await signaler(allocataire, "REFUS_ELABORER_OU_ACTUALISER_CONTRAT", "2026-03-02");
  const demande = { manquement, nature: "SUPPRESSION", motif: "Réitération", quotitePourcent: 100, dureeMois: 2 };
  const { id } = await acte("proposerSanction", demande, "2026-04-01");
  await acte("notifierSanction", { sanction: id, le: "2026-04-01" }, "2026-04-01");
  await acte("enregistrerAvisEquipe", { sanction: id, le: "2026-04-15", favorable: true }, "2026-04-15");
  expect((await decider(id, {}, "2026-04-20")).statut).toBe("DECIDEE");
  return id;
}

describe("les sanctions à réexaminer", () => {
  it("une suppression dont la suspension fondatrice est annulée, ou levée avant d’avoir couru", async () => {
    const [annulee, levee, gardee] = [await personneSeule(), await personneSeule(), await personneSeule()];
    const premieres = [await decidee({}, annulee), await decidee({}, levee), await decidee({}, gardee)];
    const suppressions = [await suppression(annulee), await suppression(levee), await suppression(gardee)];
    for (const id of suppressions) expect(await raisonsDe(id, "2026-04-21")).toBeUndefined();
    await acte("annulerSanction", { sanction: premieres[0].id, motif: "Recours", cause: "RECOURS" }, "2026-04-21");
    await acte("leverSanction", { sanction: premieres[1].id, remobilisationLe: "2026-02-25", motif: "m" }, "2026-04-21");
    await acte("leverSanction", { sanction: premieres[2].id, remobilisationLe: "2026-03-15", motif: "m" }, "2026-04-21");
    const { lignes } = await lister("2026-04-21");
    const listees = (id: string) => lignes.find((l) => l.sanction.id === id);
    for (const id of suppressions.slice(0, 2)) {
      expect(listees(id)).toMatchObject({ raisons: ["FONDEMENT_DISPARU"], sanction: { statut: "DECIDEE" } });
      expect(listees(id).explications[0]).toContain("annulée, ou levée avant d’avoir couru");
    }
    expect(listees(suppressions[2]!)).toBeUndefined();
    expect(lignes.some((l) => l.sanction.id === premieres[0].id)).toBe(false);
  });

  it("un motif légitime reconnu après la décision, même une fois la sanction finie", async () => {
    const { id, manquement } = await decidee();
    expect(await raisonsDe(id)).toBeUndefined();
    await agir(graphe, departement, "examinerManquement", { manquement: manquement.id, motifLegitime: true }, "... on Manquement { id }");
    expect(await raisonsDe(id)).toEqual(["MOTIF_LEGITIME"]);
    expect(await raisonsDe(id, "2026-09-01")).toEqual(["MOTIF_LEGITIME"]);
  });

  it("une absence excusée depuis", async () => {
    const allocataire = await personneSeule();
    const rendezVous = await ajouterRendezVous(base.owner, allocataire, "ABSENT");
    const demande = { allocataire, rendezVous, nature: "REFUS_ELABORER_OU_ACTUALISER_CONTRAT", constateLe: "2026-01-30" };
    const { r } = await agir(graphe, departement, "signalerManquement", demande, "... on Manquement { id }");
    const proposition = { manquement: r.id, nature: "SUSPENSION", motif: "Absence", quotitePourcent: 50, dureeMois: 1 };
    const { id } = await acte("proposerSanction", proposition);
    await acte("notifierSanction", { sanction: id, le: "2026-02-02" }, "2026-02-02");
    await decider(id);
    expect(await raisonsDe(id)).toBeUndefined();
    await base.owner.query("update rendez_vous.participation set statut = 'ABSENT_JUSTIFIE' where rendez_vous = $1", [rendezVous]);
    expect(await raisonsDe(id)).toEqual(["ABSENCE_EXCUSEE"]);
  });

  it("une personne sortie, ou qui n’est plus soumise, tant que la sanction court", async () => {
    const [sortie, libre] = [await personneSeule(), await personneSeule()];
    const [a, b] = [(await decidee({}, sortie)).id, (await decidee({}, libre)).id];
    const sortir = { allocataire: sortie, nature: "DECES", date: "2026-03-05" };
    const { r } = await agir(graphe, departement, "declarerSortie", sortir, "... on SortieParcours { id }", "2026-03-05");
    expect(r.id).toBeDefined();
    await base.owner.query("update allocataires.allocataire set soumis_droits_devoirs = false where id = $1", [libre]);
    expect([await raisonsDe(a), await raisonsDe(b)]).toEqual([["PERSONNE_SORTIE"], ["PLUS_SOUMISE"]]);
    expect([await raisonsDe(a, "2026-04-01"), await raisonsDe(b, "2026-04-01")]).toEqual([undefined, undefined]);
  });

  it("se lit en peu d’instructions, avec le droit, dans son département", async () => {
    const { lignes, statements } = await lister();
    expect(lignes.length).toBeGreaterThan(3);
    expect(statements.filter(({ text }) => /from allocataires\./.test(text)).length).toBeLessThanOrEqual(4);
    expect((await lister("2026-03-10", departement93)).lignes).toEqual([]);
    expect((await lister("2026-03-10", departement93, "94")).lignes).toEqual([]);
    expect((await lister("2026-03-10", departement, "94")).lignes).toEqual(lignes);
    const { errors } = await graphe.run({ ...departement, scopes: new Set(["sanction.proposer"] as const) }, LISTE, {});
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});

describe("une personne qui n’est pas soumise aux droits et devoirs", () => {
  const constater = async (allocataire: string, constateLe: string) =>
    (
      await agir(
        graphe,
        departement,
        "signalerManquement",
        { allocataire, nature: "REFUS_CONTROLE", constateLe },
        "... on Manquement { id }",
      )
    ).r;
  const sortir = (id: string, le: string) =>
    base.owner.query("update allocataires.entree set sortie = $2 where allocataire = $1", [id, le]);
  const liberer = (id: string) => base.owner.query("update allocataires.allocataire set soumis_droits_devoirs = false where id = $1", [id]);

  it("aucun manquement avant son entrée, à partir de sa sortie, ni sans droits et devoirs", async () => {
    const [sortie, libre] = [await personneSeule(), await personneSeule()];
    expect((await constater(sortie, "2026-01-09")).code).toBe("NON_SOUMISE");
    await sortir(sortie, "2026-01-25");
    expect((await constater(sortie, "2026-01-24")).id).toBeDefined();
    expect((await constater(sortie, "2026-01-25")).code).toBe("NON_SOUMISE");
    await liberer(libre);
    expect((await constater(libre, "2026-01-24")).code).toBe("NON_SOUMISE");
  });

  it.each([
    ["sortie", (id: string) => sortir(id, "2026-02-01")],
    ["qui n’est plus soumise", liberer],
  ])("%s : ni proposition, ni décision qu’un refus", async (_, changer) => {
    const [avant, pendant] = [await personneSeule(), await personneSeule()];
    const manquement = await signaler(avant);
    const { id } = await notifier({}, pendant);
    for (const personne of [avant, pendant]) await changer(personne);
    expect((await acte("proposerSanction", { manquement, nature: "SUSPENSION", motif: "m" })).code).toBe("NON_SOUMISE");
    expect((await decider(id)).code).toBe("NON_SOUMISE");
    expect((await decider(id, { accepter: false })).statut).toBe("REFUSEE");
  });
});

describe("l’organisme payeur", () => {
  it.each([
    ["leverSanction", { remobilisationLe: "2026-03-05", motif: "m" }],
    ["annulerSanction", { motif: "m" }],
  ])("n’est plus réputé informé après %s", async (mutation, variables) => {
    const { id } = await decidee();
    const attendues = async (): Promise<string[]> => {
      const { data } = await graphe.run(departement, "{ sanctionsATransmettre(first: 200) { id } }", {});
      return data.sanctionsATransmettre.map((s: any) => s.id);
    };
    expect(await attendues()).toContain(id);
    await acte("transmettreSanction", { sanction: id, le: "2026-02-21" }, "2026-02-21");
    expect(await attendues()).not.toContain(id);
    expect((await acte(mutation, { sanction: id, ...variables }, "2026-03-06")).transmiseOrganismePayeurLe).toBeNull();
    expect(await attendues()).toContain(id);
    expect(await acte("transmettreSanction", { sanction: id, le: "2026-03-06" }, "2026-03-06")).toMatchObject({
      transmiseOrganismePayeurLe: "2026-03-06",
    });
  });
});

it("les sanctions à transmettre d’un seul département", async () => {
  const { id } = await decidee();
  const attendues = async (code: string): Promise<string[]> => {
    const { data } = await graphe.run(departement, `{ sanctionsATransmettre(first: 200, departement: "${code}") { id } }`, {});
    return data.sanctionsATransmettre.map((s: any) => s.id);
  };
  expect(await attendues("94")).toContain(id);
  expect(await attendues("93")).toEqual([]);
});

describe("une suspension décidée le jour du constat n’est pas décidée avant", () => {
  it.each([
    ["2026-02-20", "DUREE_SANCTION_INVALIDE"],
    ["2026-02-21", undefined],
  ])("constat le %s", async (constateLe, code) => {
    const personne = await personneSeule();
    await decidee({}, personne);
    const manquement = await signaler(personne, "REFUS_CONTROLE", constateLe);
    const demande = { manquement, nature: "SUSPENSION", motif: "Réitération", quotitePourcent: 50, dureeMois: 4 };
    const { id } = await acte("proposerSanction", demande, "2026-03-03");
    await acte("notifierSanction", { sanction: id, le: "2026-03-04" }, "2026-03-04");
    expect((await decider(id, {}, "2026-03-20")).code).toBe(code);
  });
});
