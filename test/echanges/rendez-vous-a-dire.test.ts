import { objetRdvPositionne } from "../../subgraphs/echanges/envoi/objets/rdv-positionne";
import { objetRdvPresence } from "../../subgraphs/echanges/envoi/objets/rdv-presence";
import { comparer, corpsRendezVous, type FaitRendezVous, motifFT } from "../../subgraphs/echanges/envoi/objets/rendez-vous";
import type { RendezVousUsagerFT } from "../../subgraphs/echanges/france-travail/api";
import { FAIT, message, seulement } from "./faits-a-dire";

const fait = (donnees: Partial<FaitRendezVous> = {}): FaitRendezVous => ({
  rendezVous: FAIT,
  debut: new Date("2026-02-10T08:30:00Z"),
  dureeMinutes: 45,
  modalite: "PHYSIQUE",
  famille: "ACCOMPAGNEMENT",
  collectif: false,
  statut: "PREVU",
  deplace: false,
  organisme: { id: "94-REMOB-1", type: "DELEGATAIRE", codeAurore: "ILE0042", codeSafir: "94012" },
  autresAccompagnements: [],
  orienteeLe: "2026-01-20",
  source: "DEPARTEMENT",
  tenuAilleurs: false,
  sourcePresence: null,
  ...donnees,
});
const corps = (donnees: Partial<FaitRendezVous> = {}) => corpsRendezVous(message(), fait(donnees));
const lu = (donnees: Partial<RendezVousUsagerFT> = {}): RendezVousUsagerFT => ({
  idOrigine: "R-1",
  date: "2026-02-10T09:30:00",
  duree: 45,
  modaliteContact: "PHYSIQUE",
  motif: "ACC",
  organisme: { code: "DCD", idStructure: "94012" },
  statut: "PRIS",
  typeReception: "IND",
  estEnConflit: false,
  theme: "",
  ...donnees,
});

/** Another appointment, whose id comes after or before. */
const autre = (debut: string, premierCaractere = "0") => [{ rendezVous: premierCaractere + FAIT.slice(1), debut }];

describe("un rendez-vous, dans les mots de France Travail", () => {
  it("l’heure de Paris avec son décalage, l’organisme et sa structure, et rien d’autre", () => {
    expect(corps()).toEqual({
      date: "2026-02-10T09:30:00+01:00",
      duree: 45,
      modaliteContact: "PHYSIQUE",
      motif: "ACC",
      organisme: { code: "DCD", idStructure: "94012" },
      statut: "PRIS",
      typeReception: "IND",
    });
    expect(corps({ debut: new Date("2026-07-01T08:30:00Z") }).date).toBe("2026-07-01T10:30:00+02:00");
    expect(corps({ collectif: true }).typeReception).toBe("COL");
    expect(corps({ organisme: null }).organisme).toEqual({ code: "IND" });
  });

  it.each([
    ["PREVU", { statut: "PRIS" }],
    ["HONORE", { statut: "EFFECTUE" }],
    ["ABSENT", { statut: "ABSENT" }],
    ["ABSENT_JUSTIFIE", { statut: "ANNULE", initiateur: "USAGER" }],
    ["ANNULE_USAGER", { statut: "ANNULE", initiateur: "USAGER" }],
    ["ANNULE_SERVICE", { statut: "ANNULE", initiateur: "PARTENAIRE" }],
  ])("%s est dit %j : aucun manquement ne naît d’une absence excusée", (statut, attendu) => {
    const { statut: dit, initiateur } = corps({ statut });
    expect(JSON.parse(JSON.stringify({ statut: dit, initiateur }))).toEqual(attendu);
  });

  it("un rendez-vous déplacé est MODIFIE tant qu’il est attendu", () => {
    expect(corps({ deplace: true }).statut).toBe("MODIFIE");
    expect(corps({ deplace: true, statut: "HONORE" }).statut).toBe("EFFECTUE");
  });

  it.each([
    ["l’orientation", { famille: "ORIENTATION" }, "ORI"],
    ["le premier de l’orientation en cours", { famille: "PREMIER_ACCOMPAGNEMENT" }, "ACC"],
    ["le premier, déclaré « accompagnement »", { famille: "ACCOMPAGNEMENT" }, "ACC"],
    ["le premier, le jour même de la décision", { famille: "PREMIER_ACCOMPAGNEMENT", orienteeLe: "2026-02-10" }, "ACC"],
    [
      "un second de la même orientation, déclaré premier lui aussi",
      { famille: "PREMIER_ACCOMPAGNEMENT", autresAccompagnements: autre("2026-02-01T09:00:00Z") },
      "AUT",
    ],
    ["celui qui suit", { famille: "ACCOMPAGNEMENT", autresAccompagnements: autre("2026-02-01T09:00:00Z") }, "AUT"],
    [
      "le premier, un autre venant après",
      { famille: "PREMIER_ACCOMPAGNEMENT", autresAccompagnements: autre("2026-03-01T09:00:00Z") },
      "ACC",
    ],
    [
      "le premier d’une nouvelle orientation",
      { famille: "PREMIER_ACCOMPAGNEMENT", autresAccompagnements: autre("2025-06-01T09:00:00Z") },
      "ACC",
    ],
    [
      "deux à la même heure : le plus petit identifiant",
      { famille: "ACCOMPAGNEMENT", rendezVous: `8${FAIT.slice(1)}`, autresAccompagnements: autre("2026-02-10T08:30:00Z", "0") },
      "AUT",
    ],
    ["deux à la même heure : l’autre", { famille: "ACCOMPAGNEMENT", autresAccompagnements: autre("2026-02-10T08:30:00Z", "f") }, "ACC"],
    ["d’avant l’orientation en cours", { famille: "PREMIER_ACCOMPAGNEMENT", orienteeLe: "2026-02-11" }, "AUT"],
    ["sans orientation", { famille: "PREMIER_ACCOMPAGNEMENT", orienteeLe: null }, "AUT"],
    ["un atelier collectif d’accompagnement", { famille: "ACCOMPAGNEMENT", collectif: true }, "AUT"],
    ["un premier rendez-vous reçu à plusieurs", { famille: "PREMIER_ACCOMPAGNEMENT", collectif: true }, "ACC"],
    ["le premier, annulé : il garde son motif", { famille: "PREMIER_ACCOMPAGNEMENT", statut: "ANNULE_USAGER" }, "ACC"],
    ["autre chose", { famille: "AUTRE" }, "AUT"],
  ])("le motif : %s", (_cas, donnees, motif) => {
    expect(motifFT(fait(donnees))).toBe(motif);
  });

  it("ce que France Travail tient ou a dit ne lui est pas redit", async () => {
    const raison = async (objet: typeof objetRdvPositionne, donnees: Partial<FaitRendezVous>) => {
      const lecture = (await objet(seulement(fait(donnees))).lire([message()])).get(message().echange)!;
      return lecture.etat === "SANS_OBJET" ? lecture.raison : lecture.etat;
    };
    expect(await raison(objetRdvPositionne, {})).toBe("A_DIRE");
    expect(await raison(objetRdvPositionne, { source: "FRANCE_TRAVAIL" })).toContain("pas redit");
    expect(await raison(objetRdvPresence, { sourcePresence: "DEPARTEMENT" })).toBe("A_DIRE");
    expect(await raison(objetRdvPresence, { sourcePresence: "FRANCE_TRAVAIL" })).toContain("pas redit");
    expect(await raison(objetRdvPresence, { source: "FRANCE_TRAVAIL", sourcePresence: "DEPARTEMENT" })).toContain(
      "tenu par France Travail",
    );
    // Le même rendez-vous, que l’outil du Département tient aussi : l’annulation qu’il dit part, même si France Travail a parlé le dernier.
    const aDeux = { source: "FRANCE_TRAVAIL", tenuAilleurs: true } as const;
    expect(await raison(objetRdvPositionne, { ...aDeux, statut: "ANNULE_USAGER" })).toBe("A_DIRE");
    expect(await raison(objetRdvPresence, { ...aDeux, sourcePresence: "RENDEZ_VOUS_SOLIDARITES" })).toBe("A_DIRE");
    expect(await raison(objetRdvPresence, { ...aDeux, sourcePresence: "FRANCE_TRAVAIL" })).toContain("pas redit");
    const agence = { ...fait().organisme!, type: "FRANCE_TRAVAIL" };
    expect(await raison(objetRdvPositionne, { ...aDeux, organisme: agence })).toContain("pas redit");
  });

  it("un rendez-vous de plusieurs personnes se lit une fois pour chacune, d’une seule lecture", async () => {
    const demandes: string[][] = [];
    const objet = objetRdvPositionne(async (_departement, cles) => {
      demandes.push([...cles]);
      return new Map(cles.map((cle) => [cle, fait()]));
    });
    const [un, deux] = [message({ echange: "1", allocataire: "a" }), message({ echange: "2", allocataire: "b" })];
    expect([...(await objet.lire([un, deux, message({ echange: "3", fait: null })])).entries()].map(([id, l]) => [id, l.etat])).toEqual([
      ["1", "A_DIRE"],
      ["2", "A_DIRE"],
      ["3", "SANS_OBJET"],
    ]);
    expect(demandes).toEqual([[`${FAIT}/a`, `${FAIT}/b`]]);
  });
});

describe("ce que France Travail montre du rendez-vous", () => {
  const relire = (lus: RendezVousUsagerFT[], donnees: Partial<FaitRendezVous> = {}, identifiantPartenaire: string | null = null) =>
    comparer(message({ identifiantPartenaire }), corps(donnees), lus);

  it.each([
    ["rien", [], {}, { etat: "ABSENT" }],
    ["le même, sans que son identifiant soit connu", [lu()], {}, { etat: "CONFORME", identifiant: "R-1" }],
    ["le même, MODIFIE", [lu({ statut: "MODIFIE" })], {}, { etat: "CONFORME", identifiant: "R-1" }],
    ["un autre, à la même heure, chez un autre organisme", [lu({ organisme: { code: "FT" } })], {}, { etat: "ABSENT" }],
    [
      "un autre, à la même heure, dans une autre structure",
      [lu({ organisme: { code: "DCD", idStructure: "94099" } })],
      {},
      { etat: "ABSENT" },
    ],
    ["le statut d’avant la présence", [lu()], { statut: "HONORE" }, { etat: "ABSENT" }],
    ["la présence", [lu({ statut: "EFFECTUE" })], { statut: "HONORE" }, { etat: "CONFORME", identifiant: "R-1" }],
    ["rien, et il est annulé", [], { statut: "ANNULE_SERVICE" }, { etat: "SANS_OBJET", raison: expect.stringContaining("rien à annuler") }],
    ["encore pris, et il est annulé", [lu()], { statut: "ANNULE_SERVICE" }, { etat: "ABSENT" }],
  ] as const)("%s", (_cas, lus, donnees, attendu) => {
    expect(relire([...lus] as RendezVousUsagerFT[], donnees as Partial<FaitRendezVous>)).toEqual(attendu);
  });

  it("le sien par son identifiant, même à son ancienne heure", () => {
    const ancien = lu({ idOrigine: "R-9", date: "2026-02-03T09:30:00" });
    expect(relire([ancien], { deplace: true }, "R-9")).toEqual({ etat: "ABSENT" });
    expect(relire([ancien], { statut: "ANNULE_USAGER" }, "R-9")).toEqual({ etat: "ABSENT" });
    expect(relire([{ ...ancien, statut: "ANNULE" }], { statut: "ANNULE_USAGER" }, "R-9")).toEqual({ etat: "CONFORME", identifiant: "R-9" });
  });

  it("annulé là-bas et pas ici : une divergence", () => {
    expect(relire([lu({ statut: "ANNULE", dateAnnulation: "2026-02-05T10:00:00" })])).toMatchObject({
      etat: "DIFFERENT",
      ecarts: [{ champ: "statut", valeurHub: "PRIS", valeurPartenaire: "ANNULE" }],
      modifieLe: "2026-02-05T10:00:00",
    });
  });
});
