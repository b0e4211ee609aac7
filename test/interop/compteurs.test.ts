import { driss, gestes, REMOB_1 } from "./gestes";
import { ouvrirMonde } from "./monde";

it("chaque échange conclu est compté une fois, dans les deux sens, par objet et statut", async () => {
  const comptes: string[] = [];
  const monde = await ouvrirMonde({ lien: { onEchange: (sens, objet, statut) => comptes.push(`${sens} ${objet} ${statut}`) } });
  try {
    await gestes(monde).decider(driss.allocataire, "REMOBILISATION_EMPLOI", REMOB_1, "2026-02-02");
    await monde.vider();
    expect(comptes.filter((compte) => compte.startsWith("SORTANT"))).toEqual(["SORTANT ORIENTATION_RESULTAT CONFIRME"]);
    await monde.lireTout();
    const statuts = async () =>
      (await monde.echanges("INSCRIPTION_STATUT")).map(({ statut }) => `ENTRANT INSCRIPTION_STATUT ${statut}`).sort();
    const recus = () => comptes.filter((compte) => compte.includes("INSCRIPTION_STATUT")).sort();
    expect(recus()).not.toEqual([]);
    expect(recus()).toEqual(await statuts());
    await monde.lireTout();
    expect(recus()).toEqual(await statuts());
  } finally {
    await monde.fermer();
  }
});
