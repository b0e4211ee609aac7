import { orientationsATransmettre } from "../../subgraphs/allocataires/transmission/orientation.repository";
import { objetOrientationResultat } from "../../subgraphs/echanges/envoi/objets/orientation-resultat";
import { type Monde, ouvrirMonde, USAGERS } from "../interop/monde";
import { CALLERS } from "../setup/subgraph";

const DECIDER = `mutation ($a: ID!, $cle: String!) { deciderOrientation(allocataire: $a, parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1",
  referent: "94-REMOB-1-REF-1", motif: "Projet à construire", cleIdempotence: $cle) { __typename ... on Refus { code message } ... on Orientation { id } } }`;

describe("la file d’envoi", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde({
      lien: { objets: (s) => [objetOrientationResultat((d, ids) => s.allocataires(d, (tx) => orientationsATransmettre(tx, ids)))] },
    });
  });
  afterEach(() => monde.fermer());

  it("un fait part, est relu, puis confirmé", async () => {
    const r = await monde.executer(DECIDER, { a: USAGERS.driss.allocataire, cle: "un" }, CALLERS.departement);
    expect(r.deciderOrientation).toMatchObject({ __typename: "Orientation" });
    await monde.vider();
    const [e] = await monde.echanges("ORIENTATION_RESULTAT");
    expect(e).toMatchObject({ statut: "CONFIRME", tentatives: 1, erreur_code: null });
    expect(monde.simulateur.appliques).toHaveLength(1);
  });
});
