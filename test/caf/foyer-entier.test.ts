import { lireFoyer } from "../../subgraphs/allocataires/caf/foyer";
import { lireFoyerGarde } from "../../subgraphs/allocataires/caf/foyer-garde";
import { cleNir } from "../../subgraphs/allocataires/caf/nir";
import { type FoyerDeTest, foyer as xmlDe } from "./fabriquer-flux";

const NIR = "2900394910001";
const lire = (f: FoyerDeTest, change: (xml: string) => string = (xml) => xml) => lireFoyer(lireFoyerGarde(change(xmlDe(f))), "2026-01-09");
const accepte = (f: FoyerDeTest) => {
  const lu = lire(f);
  if ("rejet" in lu) throw new Error(lu.rejet.message);
  return lu;
};

describe("lire un foyer en entier", () => {
  const avec = (change: (xml: string) => string, f: FoyerDeTest = {}) => {
    const lu = lire(f, change);
    if ("rejet" in lu) throw new Error(lu.rejet.message);
    return lu;
  };

  it("le refus, les suspensions et la fin du droit, avec leurs motifs", () => {
    const situation =
      "<Refus><DTREFURSA>2026-01-03</DTREFURSA><MOTIREFURSA>F02</MOTIREFURSA></Refus>" +
      "<SuspensionDroit><MOTISUSDRORSA>GK</MOTISUSDRORSA><DDSUSDRORSA>2026-01-02</DDSUSDRORSA><NATGROUPFSUS>RSA</NATGROUPFSUS></SuspensionDroit>" +
      "<SuspensionDroit><MOTISUSDRORSA>DA</MOTISUSDRORSA><DDSUSDRORSA>2025-12-01</DDSUSDRORSA></SuspensionDroit>" +
      "<SuspensionVersement><MOTISUSVERSRSA>CG</MOTISUSVERSRSA><DDSUSVERSRSA>2025-11-01</DDSUSVERSRSA></SuspensionVersement>" +
      "<FinDroitMoisAnterieur><MOTICLORSA>PCG</MOTICLORSA><DTCLORSA>2025-10-31</DTCLORSA></FinDroitMoisAnterieur>";
    const { foyer } = avec((xml) => xml.replace("</EtatDossierRSA>", `</EtatDossierRSA>${situation}`), { etat: "6" });
    expect(foyer.contenu).toMatchObject({
      etat: "CLOS_MOIS_ANTERIEUR",
      refus: { motif: "F02", le: "2026-01-03" },
      suspensionsDroit: [
        { motif: "DA", du: "2025-12-01", groupe: null },
        { motif: "GK", du: "2026-01-02", groupe: "RSA" },
      ],
      suspensionsVersement: [{ motif: "CG", du: "2025-11-01" }],
      cloture: { motif: "PCG", le: "2025-10-31", moisAnterieur: true },
    });
  });

  it("une date de naissance partielle devient une date du calendrier, et son type dit ce qui manque", () => {
    const naissance = (date: string) => accepte({ personnes: [{ naissance: date }] }).foyer.personnes[0]!;
    expect(naissance("1970-00-00")).toMatchObject({ dateNaissance: "1970-01-01", typeDateNaissance: "O" });
    expect(naissance("1970-06-00")).toMatchObject({ dateNaissance: "1970-06-01", typeDateNaissance: "J" });
    expect(naissance("1970-06-02")).toMatchObject({ dateNaissance: "1970-06-02", typeDateNaissance: "N" });
  });

  const RESERVE = { code: "CODE_INCONNU" };
  it.each([
    ["MOTICLORSA", "<FinDroit><MOTICLORSA>ZZZ</MOTICLORSA><DTCLORSA>2026-01-01</DTCLORSA></FinDroit>"],
    ["MOTIREFURSA", "<Refus><DTREFURSA>2026-01-01</DTREFURSA><MOTIREFURSA>ZZZ</MOTIREFURSA></Refus>"],
    ["MOTISUSDRORSA", "<SuspensionDroit><MOTISUSDRORSA>ZZ</MOTISUSDRORSA><DDSUSDRORSA>2026-01-01</DDSUSDRORSA></SuspensionDroit>"],
    [
      "MOTISUSVERSRSA",
      "<SuspensionVersement><MOTISUSVERSRSA>ZZ</MOTISUSVERSRSA><DDSUSVERSRSA>2026-01-01</DDSUSVERSRSA></SuspensionVersement>",
    ],
  ])("un motif inconnu de %s est gardé et signalé, le dossier est appliqué", (champ, bloc) => {
    const { foyer, reserves } = avec((xml) => xml.replace("</EtatDossierRSA>", `</EtatDossierRSA>${bloc}`));
    expect(reserves).toEqual([{ ...RESERVE, champ, message: expect.stringContaining("« ZZ") }]);
    expect(JSON.stringify(foyer.contenu)).toContain('"motif":"ZZ');
  });

  it.each([
    ["NATPF", "<NATPF>RSD</NATPF>", "<NATPF>RXX</NATPF>"],
    ["SITFAM", "<SITFAM>ISO</SITFAM>", "<SITFAM>XXX</SITFAM>"],
    ["ORIDEMRSA", "<ORIDEMRSA>DEM</ORIDEMRSA>", "<ORIDEMRSA>XXX</ORIDEMRSA>"],
    ["TYPEDTNAI", "<TYPEDTNAI>N</TYPEDTNAI>", "<TYPEDTNAI>X</TYPEDTNAI>"],
  ])("un code inconnu de %s est signalé, une fois", (champ, avant, apres) => {
    const { reserves } = avec((xml) => xml.replace(avant, apres), { droits: ["2026-01-01", "2025-11-01"] });
    expect(reserves.map((r) => [r.code, r.champ])).toEqual([["CODE_INCONNU", champ]]);
  });

  it("une anomalie de l’organisme payeur est signalée, sans son libellé qui peut nommer quelqu’un", () => {
    const { reserves } = avec((xml) =>
      xml.replace("</InfosFoyerRSA>", "<Anomalie><LIBANO>NOM DE MME BENALI INCOHERENT</LIBANO></Anomalie></InfosFoyerRSA>"),
    );
    expect(reserves).toEqual([{ code: "ANOMALIE_SIGNALEE", champ: "Anomalie", message: expect.stringContaining("une anomalie") }]);
    expect(JSON.stringify(reserves)).not.toContain("BENALI");
  });

  it("compte les personnes rattachées le jour de référence, enfants compris, et n’en garde pas les enfants", () => {
    const { foyer } = accepte({
      personnes: [
        {},
        { role: "ENF", prenom: "LOU" },
        { role: "ENF", prenom: "NEO", jusque: "2026-01-09" },
        { role: "RDO", prenom: "IDA", jusque: "2026-01-10" },
      ],
    });
    expect([foyer.contenu.personnesAuFoyer, foyer.personnes.map((p) => p.prenoms[0])]).toEqual([3, ["AMINA"]]);
  });

  it("une MSA : le matricule est un NIR, le département celui de la commune, et chaque foyer le sien", () => {
    const msa = { fonorg: "MSA", numorg: "999", matricule: NIR + cleNir(NIR) };
    const communes = ["94028", "77284", "2A004"].map((commune) => accepte({ ...msa, commune }).foyer);
    expect(communes.map((f) => [f.departement, f.matricule])).toEqual([
      ["94", NIR],
      ["77", NIR],
      ["2A", NIR],
    ]);
    expect(lire({ ...msa, commune: null })).toMatchObject({ rejet: { code: "DEPARTEMENT_INCONNU", fonds: "MSA", numorg: "999" } });
  });

  it("un organisme cédant est lu sans le matricule d’avant, qui peut être un NIR", () => {
    const cedant = `<OrganismeCedant><FONORGCEDMUT>MSA</FONORGCEDMUT><NUMORGCEDMUT>77A</NUMORGCEDMUT><MATRICULEORGCEDMUT>${NIR}00</MATRICULEORGCEDMUT><DDARRMUT>2026-01-01</DDARRMUT></OrganismeCedant>`;
    const { foyer } = avec((xml) => xml.replace("</IdentificationRSA>", `${cedant}</IdentificationRSA>`));
    expect(foyer.contenu.cedant).toEqual({ fonds: "MSA", numorg: "77A", le: "2026-01-01" });
    expect(JSON.stringify(foyer)).not.toContain(NIR);
  });

  it("un code postal dont le zéro de tête est perdu le retrouve", () => {
    const { foyer } = avec((xml) => xml.replaceAll("<CODEPOS>94000<", "<CODEPOS>1000<"));
    expect(foyer.contenu.adresses.map((a) => [a.rang, a.codePostal])).toEqual([
      [1, "01000"],
      [2, "01000"],
    ]);
  });

  const remplace = (element: string, valeur: string) => (xml: string) =>
    xml.replace(new RegExp(`<${element}>[^<]*</${element}>`), `<${element}>${valeur}</${element}>`);
  it.each([
    ["SEXE", "3"],
    ["NUMDEMRSAPRECE", "250000010941"],
    ["RGNAI", "12"],
    ["NBENFAUTCHA", "trois"],
    ["MTRSAVERS", "12,50"],
    ["DDRATDOS", "2025-02-29"],
    ["DDSITFAM", ""],
    ["CODEPOS", "9400X"],
    ["RGADR", "04"],
    ["PAYS", "FR ANCE"],
    ["SOUSNATPF", ""],
    ["NATPF", "RSDXX"],
    ["TOPSANSDOMFIXE", "oui"],
    ["HEULIQ", "25:00:00"],
    ["DTLIQ", "hier"],
    ["FG", "TROPLONGLABEL"],
    ["DTNAI", "1970-00-12"],
    ["DTNAI", "1970-13-00"],
  ])("rejette un dossier dont %s vaut « %s », et nomme l’élément", (element, valeur) => {
    const complet = (xml: string) =>
      remplace(
        element,
        valeur,
      )(
        xml
          .replace("<TYPEDTNAI>", "<RGNAI>1</RGNAI><TYPEDTNAI>")
          .replace("</DDRATDOS>", "</DDRATDOS><NUMDEMRSAPRECE>25000001094</NUMDEMRSAPRECE>")
          .replace("<ORIDEMRSA>", "<NBENFAUTCHA>1</NBENFAUTCHA><ORIDEMRSA>")
          .replace("</DDNATDRO>", "</DDNATDRO><MTRSAVERS>0000568.94</MTRSAVERS>")
          .replace(
            "</InfosFoyerRSA>",
            "<Evenement><DTLIQ>2026-01-08</DTLIQ><HEULIQ>18:40:02.0000</HEULIQ><FG>ADRESSE</FG></Evenement></InfosFoyerRSA>",
          ),
      );
    expect(lire({}, complet)).toMatchObject({
      rejet: { code: "DOSSIER_INVALIDE", message: expect.stringMatching(new RegExp(`^${element} : `)) },
    });
  });

  it("l’empreinte d’un même foyer est la même d’une version du hub à l’autre : sinon chaque dossier paraîtrait changé", () => {
    expect(accepte({ personnes: [{ nir: NIR, assedic: "1253359X" }] }).foyer.empreinte.toString("hex")).toBe(
      "06d4e6280d5a8a5e186c375b739f27d0729ffd5bf2769d98454e08a83f356214",
    );
  });
});
