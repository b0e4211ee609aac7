import fc from "fast-check";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { etatReplie } from "./etat-replie";
import { DossierDeFlux, type FoyerDeTest, type PersonneDeTest } from "./fabriquer-flux";
import { type DemandeDeTest, ecrireInstruction } from "./fabriquer-instruction";

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
/** Requests of the same dossiers, in files of their own: sometimes before any right, sometimes after. */
const coordonnees = fc.record({
  telephone: fc.constantFrom(undefined, "0639980001", "0639980002"),
  accord: fc.constantFrom("A", "A", "R"),
  demande: fc.constantFrom("2025-12-01", "2025-12-15"),
});
const demandes = fc
  .tuple(coordonnees, fc.subarray(["1", "2"], { minLength: 1 }), fc.boolean(), fc.constantFrom("PP", "AS"))
  .map(([c, numeros, paul, calcule]) =>
    numeros.map((numero): DemandeDeTest => {
      const amina = { nom: AMINA.nom, prenom: AMINA.prenom, naissance: AMINA.naissance, calcule };
      if (numero === "2") return { ...c, numero, personnes: [{ ...amina, precedent: "1" }] };
      const { role, qual, nom, prenom, naissance, nir } = PAUL;
      return { ...c, numero, personnes: [amina, ...(paul ? [{ role, qual, nom, prenom, naissance, nir }] : [])] };
    }),
  );
type Recu = { type: string; foyers: FoyerDeTest[] } | { demandes: DemandeDeTest[] };
const recu = fc.oneof(
  { weight: 3, arbitrary: flux },
  { weight: 1, arbitrary: demandes.map((d) => ({ demandes: d })) },
) as fc.Arbitrary<Recu>;
/** Flows a fortnight apart, and an order in which they arrive, some of them twice. */
const histoire = fc.array(recu, { minLength: 2, maxLength: 6 }).chain((tous) =>
  fc.record({
    tous: fc.constant(tous),
    ordre: fc.shuffledSubarray([...tous.keys(), ...tous.keys()], { minLength: tous.length }).map((ordre) => [...ordre, ...tous.keys()]),
  }),
);

function ecrire(dossier: DossierDeFlux, f: Recu, i: number): string {
  const cree = new Date(Date.UTC(2026, 0, 5 + 14 * i)).toISOString().slice(0, 10);
  return "demandes" in f ? ecrireInstruction(dossier, { ...f, cree }) : dossier.ecrire({ ...f, cree });
}

/** What tells of rights, and of who enters by them. */
async function droits() {
  const { allocataire, dossier, etat_dossier, decision_dossier, ligne_droit, mutation_dossier, entree, ecart_flux } = await etatReplie(
    db.owner,
  );
  const dits = (lignes: string[]) => lignes.filter((ligne) => !ligne.includes('"NON_DEFINI"'));
  const { rows: orientations } = await db.owner.query(
    "select a.nom, o.rang, o.demandee_le from allocataires.orientation o join allocataires.allocataire a on a.id = o.allocataire order by 1, 2",
  );
  const { rows: soumises } = await db.owner.query(
    "select distinct nom from allocataires.allocataire where soumis_droits_devoirs order by 1",
  );
  const sansDemande = dossier!
    .filter((ligne) => !ligne.includes('"NON_DEFINI"'))
    .map((ligne) => ligne.replace(/"date_demande": "[^"]*"/, ""));
  expect(allocataire!.length).toBeGreaterThan(0);
  return {
    dossier: sansDemande,
    etats: dits(etat_dossier!),
    decision_dossier,
    ligne_droit,
    mutation_dossier,
    entree,
    ecart_flux,
    orientations,
    soumises,
  };
}

describe("l’ordre d’arrivée des flux", () => {
  it("ne change rien à ce que le hub sait : dans le désordre et répétés, ils donnent le même état", async () => {
    await fc.assert(
      fc.asyncProperty(histoire, async ({ tous, ordre }) => {
        const dossier = new DossierDeFlux();
        const fichiers = tous.map((f, i) => ecrire(dossier, f, i));
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

  it("le flux instruction ne change ni les droits, ni les états, ni les entrées, ni les demandes d’orientation", async () => {
    const avecLesDeux = histoire.filter(({ tous }) => tous.some((f) => "demandes" in f) && tous.some((f) => "foyers" in f));
    await fc.assert(
      fc.asyncProperty(avecLesDeux, async ({ tous, ordre }) => {
        const dossier = new DossierDeFlux();
        const fichiers = tous.map((f, i) => ecrire(dossier, f, i));
        await viderBase(db.owner);
        await importer(fichiers.filter((_, i) => "foyers" in tous[i]!));
        const attendu = await droits();
        await viderBase(db.owner);
        await importer(ordre.map((i) => fichiers[i]!));
        const obtenu = await droits();
        dossier.supprimer();
        expect(obtenu).toEqual(attendu);
      }),
      { numRuns: 20 },
    );
  }, 240_000);
});
