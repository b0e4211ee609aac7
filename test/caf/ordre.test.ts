import fc from "fast-check";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { etatReplie } from "./etat-replie";
import { DossierDeFlux, type FluxDeTest, type FoyerDeTest, type PersonneDeTest } from "./fabriquer-flux";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const importer = (fichiers: string[]) =>
  importerCaf(fichiers, { ownerUrl: db.url, now: () => new Date("2026-12-01T08:00:00Z"), nirCipher: new NirCipher(NIR_KEY) });

const AMINA: PersonneDeTest = { nom: "BENALI", prenom: "AMINA", naissance: "1990-03-14" };
const PAUL: PersonneDeTest = { role: "CJT", qual: "MR", nom: "CASTEL", prenom: "PAUL", naissance: "1985-07-02", nir: "1850794017002" };
const NIR_AMINA = "2900394910001";

const decision = fc.constantFrom(
  "",
  "<SuspensionDroit><MOTISUSDRORSA>DA</MOTISUSDRORSA><DDSUSDRORSA>2026-01-02</DDSUSDRORSA></SuspensionDroit>",
  "<SuspensionVersement><MOTISUSVERSRSA>CG</MOTISUSVERSRSA><DDSUSVERSRSA>2025-11-01</DDSUSVERSRSA></SuspensionVersement>",
  "<FinDroit><MOTICLORSA>PCG</MOTICLORSA><DTCLORSA>2026-02-28</DTCLORSA></FinDroit>",
);
const cedant =
  "<OrganismeCedant><FONORGCEDMUT>CAF</FONORGCEDMUT><NUMORGCEDMUT>931</NUMORGCEDMUT><MATRICULE>1</MATRICULE><DDARRMUT>2026-01-01</DDARRMUT></OrganismeCedant>";
const ligne = (montant: string) =>
  `<DetailCalculDroitRSA><NATPF>RSM</NATPF><SOUSNATPF>RSMN1</SOUSNATPF><DDNATDRO>2026-01-01</DDNATDRO><MTRSAVERS>${montant}</MTRSAVERS></DetailCalculDroitRSA>`;

/** What one flow says of a dossier: its state, its address, its amount, and who of its people is there. */
const commun = fc.record({
  etat: fc.constantFrom("0", "2", "2", "3", "5", "6"),
  voie: fc.constantFrom("HAUTE", "BASSE"),
  commune: fc.constantFrom("94028", "94017"),
  situation: decision,
  mutation: fc.constantFrom("", cedant),
  lignes: fc.constantFrom("", ligne("510.20"), ligne("607.75")),
  matricule: fc.constantFrom("205599000000000", "305599000000000"),
});
const presence = fc.constantFrom<Partial<PersonneDeTest> | null>({}, {}, { soumise: false }, { jusque: "2026-01-31" }, null);
/** Her NIR comes later, and the partner leaves and comes back. */
const premier = fc.record({ foyer: commun, amina: presence, nir: fc.boolean(), paul: presence }).map(
  ({ foyer, amina, nir, paul }): FoyerDeTest => ({
    ...foyer,
    numero: "1",
    personnes: [{ ...AMINA, ...amina, nir: nir ? NIR_AMINA : undefined }, ...(paul ? [{ ...PAUL, ...paul }] : [])],
  }),
);
/** A second request of hers, which names the first, and which alone says that she is the same. */
const second = fc
  .record({ foyer: commun, amina: presence })
  .map(({ foyer, amina }): FoyerDeTest => ({ ...foyer, numero: "2", personnes: [{ ...AMINA, ...amina, precedent: "1" }] }));
/** The partner's own, recognised by his NIR. */
const troisieme = fc
  .record({ foyer: commun, paul: presence })
  .map(({ foyer, paul }): FoyerDeTest => ({ ...foyer, numero: "3", personnes: [{ ...PAUL, ...paul, role: "DEM" }] }));

const flux = fc
  .tuple(fc.constantFrom("I", "I", "M"), fc.option(premier), fc.option(second), fc.option(troisieme))
  .map(([type, ...foyers]) => ({ type, foyers: foyers.filter((f) => f !== null) }))
  .filter(({ foyers }) => foyers.length > 0);
/** Flows a fortnight apart, and an order in which they arrive, some of them twice. */
const histoire = fc.array(flux, { minLength: 2, maxLength: 6 }).chain((tous) =>
  fc.record({
    tous: fc.constant(tous),
    ordre: fc.shuffledSubarray([...tous.keys(), ...tous.keys()], { minLength: tous.length }).map((ordre) => [...ordre, ...tous.keys()]),
  }),
);

const dater = (f: Omit<FluxDeTest, "cree">, i: number): FluxDeTest => ({
  ...f,
  cree: new Date(Date.UTC(2026, 0, 5 + 14 * i)).toISOString().slice(0, 10),
});

describe("l’ordre d’arrivée des flux", () => {
  it("ne change rien à ce que le hub sait : dans le désordre et répétés, ils donnent le même état", async () => {
    await fc.assert(
      fc.asyncProperty(histoire, async ({ tous, ordre }) => {
        const dossier = new DossierDeFlux();
        const fichiers = tous.map((f, i) => dossier.ecrire(dater(f, i)));
        await viderBase(db.owner);
        await importer(fichiers);
        const attendu = await etatReplie(db.owner);
        await viderBase(db.owner);
        const resultats = await importer(ordre.map((i) => fichiers[i]!));
        const obtenu = await etatReplie(db.owner);
        dossier.supprimer();
        for (const { compteurs: c } of resultats) {
          expect(c.annonces).toBe(c.lus);
          expect(c.appliques + c.inchanges + c.rejetes).toBe(c.lus);
        }
        expect(obtenu).toEqual(attendu);
        expect(obtenu.allocataire!.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  }, 240_000);
});
