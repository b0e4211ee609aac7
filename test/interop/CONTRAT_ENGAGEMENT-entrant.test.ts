import { lectureContrat } from "../../hub/lectures-par-personne";
import type { Acte } from "../../simulation/france-travail/serveur";
import { sousGraphe as allocataires } from "../../subgraphs/allocataires/sous-graphe";
import { PEOPLE } from "../setup/fixtures";
import { demander, type MondeEntrant, NUMEROS, ouvrirMondeEntrant } from "./entrant";

const CONTRAT = `query ($id: ID!) { allocataire(id: $id) { contratsEngagement { statut nature dateSignature dateRefus dateFin suspenduLe motifSuspension
  provenance { source } planAction { rang libelle } } } }`;
const SIGNER = `mutation ($a: ID!, $le: Date!) { signerContrat(allocataire: $a, dateSignature: $le, dureeMois: 6) { __typename ... on Refus { code } } }`;
type Geste = Acte extends infer A ? (A extends { numeroFranceTravail: string } ? Omit<A, "numeroFranceTravail"> : never) : never;

describe("CONTRAT_ENGAGEMENT : signé, refusé ou suspendu chez France Travail", () => {
  let monde: MondeEntrant;
  beforeEach(async () => {
    monde = await ouvrirMondeEntrant(lectureContrat);
  });
  afterEach(() => monde.arreter());

  const agir = (acte: Geste) => monde.simulateur.agir({ ...acte, numeroFranceTravail: NUMEROS.chantal } as Acte);
  const contrat = async () =>
    (await demander(monde, allocataires, CONTRAT, { id: PEOPLE.chantal })).allocataire.contratsEngagement[0] ?? null;
  const types = async () => (await monde.lignes("select type from journal.evenement order by survenu_le, type")).map((e) => e.type);

  it("signé là-bas, il l’est ici, au nom de France Travail, pour un an ; une fois", async () => {
    agir({ acte: "SIGNER_CONTRAT", dateSignature: "2026-03-05" });
    await monde.lectures.lireTout();
    await monde.lectures.lireTout();
    expect(await contrat()).toMatchObject({
      statut: "SIGNE",
      nature: "CONTRAT_ENGAGEMENT",
      dateSignature: "2026-03-05",
      dateFin: "2027-03-04",
      provenance: { source: "FRANCE_TRAVAIL" },
    });
    expect((await types()).filter((type) => type === "ContratSigne")).toHaveLength(1);
    expect((await monde.recus()).filter(({ objet }) => objet === "CONTRAT_ENGAGEMENT")).toEqual([
      { objet: "CONTRAT_ENGAGEMENT", statut: "TRAITE", code: null },
    ]);
  });

  it("refusé là-bas, il l’est ici", async () => {
    agir({ acte: "REFUSER_CONTRAT", dateRefus: "2026-03-05" });
    await monde.lectures.lireTout();
    await monde.lectures.lireTout();
    expect(await contrat()).toMatchObject({ statut: "REFUSE", dateRefus: "2026-03-05" });
    expect(await types()).toEqual(["ContratRefuse"]);
  });

  it("suspendu par une cessation d’inscription, il l’est ici", async () => {
    agir({ acte: "SIGNER_CONTRAT", dateSignature: "2026-03-05" });
    await monde.lectures.lireTout();
    agir({ acte: "CHANGER_STATUT", statut: "Cessé" });
    await monde.lectures.lireTout();
    expect(await contrat()).toMatchObject({ statut: "SUSPENDU", suspenduLe: "2026-03-10", motifSuspension: "CESSATION_INSCRIPTION" });
  });

  it("signé des deux côtés à d’autres dates : les deux se voient, jusqu’à ce qu’elles se rejoignent", async () => {
    await demander(monde, allocataires, SIGNER, { a: PEOPLE.chantal, le: "2026-03-01" });
    agir({ acte: "SIGNER_CONTRAT", dateSignature: "2026-03-05" });
    await monde.lectures.lireTout();
    expect(await contrat()).toMatchObject({ dateSignature: "2026-03-01" });
    expect(await monde.divergences()).toEqual([
      { objet: "CONTRAT_ENGAGEMENT", champ: "dateSignature", valeurHub: "2026-03-01", valeurPartenaire: "2026-03-05" },
    ]);
    agir({ acte: "SIGNER_CONTRAT", dateSignature: "2026-03-01" });
    await monde.lectures.lireTout();
    expect(await monde.divergences()).toEqual([]);
  });

  it("signé avant que le hub ait orienté la personne, il entre dès qu’elle l’est", async () => {
    await monde.base.owner.query("update allocataires.orientation set statut = 'CLOSE', close_le = '2026-03-01' where allocataire = $1", [
      PEOPLE.chantal,
    ]);
    agir({ acte: "SIGNER_CONTRAT", dateSignature: "2026-03-05" });
    await monde.lectures.lireTout();
    expect(await monde.recus()).toEqual([{ objet: "CONTRAT_ENGAGEMENT", statut: "REJETE", code: "SANS_ORIENTATION" }]);
    await monde.base.owner.query("update allocataires.orientation set statut = 'DECIDEE', close_le = null where allocataire = $1", [
      PEOPLE.chantal,
    ]);
    await monde.lectures.lireTout();
    expect(await contrat()).toMatchObject({ statut: "SIGNE", dateSignature: "2026-03-05" });
  });

  it("ce que le hub refuse se voit dans l’échange, avec la suite à donner", async () => {
    agir({ acte: "SIGNER_CONTRAT", dateSignature: "2026-01-05" });
    await monde.lectures.lireTout();
    expect(await contrat()).toBeNull();
    expect(await monde.recus()).toEqual([{ objet: "CONTRAT_ENGAGEMENT", statut: "REJETE", code: "DATE_ANTERIEURE" }]);
  });
});
