import { CALLERS } from "../setup/subgraph";
import { donnerLesCodes, driss, gestes, REMOB_1 } from "./gestes";
import { ouvrirMonde } from "./monde";

const QUERY = "{ echanges(canal: API) { nodes { id objet statut retenuPar } } }";

it("un envoi qui attend le tour d’un autre de la même personne dit lequel ; rien ne le retient ensuite", async () => {
  const monde = await ouvrirMonde();
  try {
    await donnerLesCodes(monde);
    monde.simulateur.panne({ api: "orientationusager", nature: "503" });
    await gestes(monde).decider(driss.allocataire, "REMOBILISATION_EMPLOI", REMOB_1, "2026-02-02");
    await gestes(monde).diagnostiquer(driss.allocataire, "2026-02-02", [{ frein: "MOBILITE", impact: "FORT" }]);
    await monde.vider();
    const lus = async () =>
      (await monde.executer(QUERY, {}, CALLERS.departement)).echanges.nodes as {
        id: string;
        objet: string;
        statut: string;
        retenuPar: string | null;
      }[];
    const [diagnostic, orientation] = (await lus()).sort((a, b) => a.objet.localeCompare(b.objet));
    expect([diagnostic!.objet, diagnostic!.statut, diagnostic!.retenuPar]).toEqual(["DIAGNOSTIC", "A_ENVOYER", orientation!.id]);
    expect([orientation!.objet, orientation!.retenuPar]).toEqual(["ORIENTATION_RESULTAT", null]);
    monde.simulateur.leverPannes();
    await monde.vider(86_400_000);
    expect((await lus()).map(({ statut, retenuPar }) => [statut, retenuPar])).toEqual([
      ["CONFIRME", null],
      ["CONFIRME", null],
    ]);
  } finally {
    await monde.fermer();
  }
});
