import { type Case, DEFAUTS, jouerUnCas, reussie, tableauDe } from "./matrice";
import { type Monde, ouvrirMonde } from "./monde";
import { SCENARIOS } from "./scenarios";

/** `npm run test:faults -- --personnes N` gives another number of people a case. */
const PERSONNES = Number(process.env.UNEFOIS_PANNES_PERSONNES ?? 3);

describe("les pannes de France Travail et du hub", () => {
  let monde: Monde;
  const cas: Case[] = [];
  beforeAll(async () => {
    // The real processes that are killed live on the machine’s clock.
    monde = await ouvrirMonde({ depart: new Date(), lien: { client: { delaiMs: 300, delaiListeMs: 600 } } });
  });
  afterAll(async () => {
    await monde.fermer();
    if (process.env.UNEFOIS_PANNES_PERSONNES) process.stdout.write(`\n${tableauDe(cas)}\n\n`);
  });

  describe.each(SCENARIOS)("$nom", (scenario) => {
    it.each(DEFAUTS)(
      "$nom : rien de perdu, rien deux fois, l’ordre gardé, la file vide",
      async (defaut) => {
        const fait = await jouerUnCas(monde, scenario, defaut, PERSONNES);
        cas.push(fait);
        expect({ ...fait, tenu: reussie(fait) }).toMatchObject({ perdus: 0, enDouble: 0, desordre: 0, enFile: 0, rates: 0, tenu: true });
      },
      600_000,
    );
  });
});
