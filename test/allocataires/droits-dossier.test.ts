import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { DossierDeFlux, type FoyerDeTest } from "../caf/fabriquer-flux";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const dossier = new DossierDeFlux();
let db: TestDatabase;
let hub: TestSubgraph;

const ligne = (montant: string) =>
  `<DetailCalculDroitRSA><NATPF>RSD</NATPF><SOUSNATPF>RSDN1</SOUSNATPF><DDNATDRO>2026-01-01</DDNATDRO><MTRSAVERS>${montant}</MTRSAVERS></DetailCalculDroitRSA>`;
const suspension = "<SuspensionDroit><MOTISUSDRORSA>DA</MOTISUSDRORSA><DDSUSDRORSA>2026-01-02</DDSUSDRORSA></SuspensionDroit>";
const fin = "<FinDroit><MOTICLORSA>PCG</MOTICLORSA><DTCLORSA>2026-02-28</DTCLORSA></FinDroit>";
const cedant =
  "<OrganismeCedant><FONORGCEDMUT>CAF</FONORGCEDMUT><NUMORGCEDMUT>931</NUMORGCEDMUT><MATRICULE>1</MATRICULE><DDARRMUT>2026-01-01</DDARRMUT></OrganismeCedant>";

beforeAll(async () => {
  db = await testDatabase();
  hub = await testSubgraph(sousGraphe, db.url);
  await db.owner.query(
    "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CD94', '94', 'CD94', 'Val-de-Marne', 'DEPARTEMENT'), ('93-CD93', '93', 'CD93', 'Seine-Saint-Denis', 'DEPARTEMENT')",
  );
  const autres = Array.from({ length: 49 }, (_, i): FoyerDeTest => ({ numero: String(100 + i), personnes: [{ prenom: `P${i}` }] }));
  const une = (plus: FoyerDeTest): FoyerDeTest => ({ numero: "1", droits: [], mutation: cedant, personnes: [{ precedent: "0" }], ...plus });
  const contexte = { ownerUrl: db.url, now: () => new Date("2026-03-02T08:00:00Z"), nirCipher: new NirCipher(NIR_KEY) };
  const flux = [
    { cree: "2026-01-10", foyers: [une({ etat: "3", situation: suspension, lignes: ligne("510.20") }), ...autres] },
    { cree: "2026-02-01", foyers: [une({ lignes: ligne("607.75") })] },
    { cree: "2026-03-01", foyers: [une({ etat: "5", situation: fin, lignes: ligne("607.75") })] },
  ];
  await importerCaf(
    flux.map((f) => dossier.ecrire(f)),
    contexte,
  );
});
afterAll(async () => {
  dossier.supprimer();
  await hub.close();
  await db.drop();
});

const CHAMPS = `numeroDemande demande numeroPrecedent personnesAuFoyer enfantsACharge
  suspensions { nature motif libelle du au } refus { motif } cloture { nature motif libelle du au }
  lignesDroit { nature libelle sousNature du au montantCentimes } toutes: lignesDroit(historique: true) { montantCentimes depuis jusque }
  mutations { sens organisme le }`;
const QUERY = `query ($first: Int) { allocataires(first: $first) { nodes { dossier { ${CHAMPS} } } } }`;

describe("les droits d’un dossier RSA", () => {
  it("se lisent avec leurs motifs en clair : demande, suspensions, lignes, clôture, mutation", async () => {
    const { data, errors } = await hub.run(CALLERS.departement, QUERY, { first: 200 });
    expect(errors).toBeUndefined();
    const une = data.allocataires.nodes.map((n: any) => n.dossier).find((d: any) => d.numeroDemande === "1");
    expect(une).toEqual({
      numeroDemande: "1",
      demande: "2025-12-15",
      numeroPrecedent: "0",
      personnesAuFoyer: 1,
      enfantsACharge: null,
      suspensions: [{ nature: "SUSPENSION_DROIT", motif: "DA", libelle: expect.any(String), du: "2026-01-02", au: "2026-01-31" }],
      refus: null,
      cloture: { nature: "CLOTURE", motif: "PCG", libelle: "Décision du président du conseil départemental", du: "2026-02-28", au: null },
      lignesDroit: [{ nature: "RSD", libelle: "RSA socle", sousNature: "RSDN1", du: "2026-01-01", au: null, montantCentimes: 60775 }],
      toutes: [
        { montantCentimes: 51020, depuis: "2026-01-10", jusque: "2026-01-31" },
        { montantCentimes: 60775, depuis: "2026-02-01", jusque: null },
      ],
      mutations: [{ sens: "CEDANT", organisme: "CAF 931", le: "2026-01-01" }],
    });
  });

  it("pour cinquante personnes, autant d’instructions que pour une", async () => {
    const une = await hub.run(CALLERS.departement, QUERY, { first: 1 });
    const cinquante = await hub.run(CALLERS.departement, QUERY, { first: 50 });
    expect(cinquante.data.allocataires.nodes).toHaveLength(50);
    expect(cinquante.statements.length).toBe(une.statements.length);
    expect(cinquante.statements.length).toBeLessThan(9);
  });

  it("ne sortent pas du département", async () => {
    expect((await hub.run(CALLERS.departement93, QUERY, { first: 50 })).data.allocataires.nodes).toEqual([]);
  });
});
